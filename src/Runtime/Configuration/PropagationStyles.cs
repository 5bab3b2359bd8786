using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

internal static class PropagationStyles
{
    /// <summary>The style's name in settings and in span links.</summary>
    public static string Name(this PropagationStyle style) => style switch
    {
        PropagationStyle.Datadog => "datadog",
        PropagationStyle.TraceContext => "tracecontext",
        PropagationStyle.B3Multi => "b3multi",
        PropagationStyle.B3 => "b3",
        _ => "baggage",
    };

    public static PropagationStyle[] Parse(SettingsSource source, Setting<string?> direction)
    {
        var name = direction.Name;
        var text = source.Raw(direction);
        if (text == null)
        {
            name = PropagationVariables.Styles.Name;
            text = source.Raw(PropagationVariables.Styles);
        }
        return text == null ? Defaults() : Parse(source, name, text);
    }

    public static ExtractBehavior ParseBehavior(SettingsSource source)
    {
        var text = source.Text(PropagationVariables.ExtractBehavior)!;
        switch (SettingsSource.Lower(text.Trim()))
        {
            case "continue":
                return ExtractBehavior.Continue;
            case "restart":
                return ExtractBehavior.Restart;
            case "ignore":
                return ExtractBehavior.Ignore;
            default:
                source.Report(PropagationVariables.ExtractBehavior.Name, text, "not one of continue, restart, ignore", "the default continue");
                return ExtractBehavior.Continue;
        }
    }

    // What PropagationVariables.DefaultStyles says, without taking it apart in every start. Set one by one: an array of constants would load the
    // types of all constant data that the assembly has.
    private static PropagationStyle[] Defaults()
    {
        var styles = new PropagationStyle[3];
        styles[0] = PropagationStyle.Datadog;
        styles[1] = PropagationStyle.TraceContext;
        styles[2] = PropagationStyle.Baggage;
        return styles;
    }

    private static PropagationStyle[] Parse(SettingsSource source, string name, string text)
    {
        var parts = text.Split(',');
        var styles = new PropagationStyle[parts.Length];
        var count = 0;
        foreach (var part in parts)
        {
            if (Find(part.AsSpan().Trim()) is { } style)
                styles[count++] = style;
            else if (part.AsSpan().Trim() is var word && !word.IsEmpty && !word.Equals("none", StringComparison.OrdinalIgnoreCase))
                source.Report(name, text, $"'{word}' is no propagation style", "the others");
        }
        // Not a list, nor a span: of a type of ours they would be compiled by the JIT at start-up.
        var known = new PropagationStyle[count];
        Array.Copy(styles, known, count);
        return known;
    }

    private static PropagationStyle? Find(ReadOnlySpan<char> name)
    {
        for (var style = PropagationStyle.Datadog; style <= PropagationStyle.Baggage; style++)
            if (name.Equals(style.Name(), StringComparison.OrdinalIgnoreCase))
                return style;
        // As Datadog's .NET tracer has called it.
        return name.Equals("B3 single header", StringComparison.OrdinalIgnoreCase) ? PropagationStyle.B3 : null;
    }
}
