using System.Diagnostics;
using System.Text;
using DdRun.Configuration;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Fills templates in with what an activity has.</summary>
internal static class ActivityText
{
    /// <summary>Null where a value is missing.</summary>
    public static string? Of(ActivityTemplate template, Activity activity)
    {
        if (template.Parts is [var only])
            return Value(only, activity) is { } value ? Text(only, value) : null;
        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (Value(part, activity) is not { } value)
                return null;
            text.Append(Text(part, value));
        }
        return text.ToString();
    }

    /// <summary>The same; what stands alone keeps its type.</summary>
    public static object? ValueOf(ActivityTemplate template, Activity activity) =>
        template.Parts is [{ IsPascal: false } only] ? Value(only, activity) : Of(template, activity);

    private static object? Value(ActivityTemplatePart part, Activity activity)
    {
        if (part.Names is null)
            return part.Text;
        foreach (var name in part.Names)
        {
            if (Value(name, activity) is { } value and not "")
                return value;
        }
        return null;
    }

    private static object? Value(string name, Activity activity) => name switch
    {
        "operation" => activity.OperationName,
        "display" => activity.DisplayName,
        "kind" => ActivityTags.KindOf(activity.Kind),
        "source" => activity.Source.Name,
        "app" => Settings.Current.Service,
        _ => activity.GetTagItem(name),
    };

    private static string Text(ActivityTemplatePart part, object value)
    {
        var text = ActivityConditions.TextOf(value);
        return part.IsPascal ? Pascal(text) : text;
    }

    private static string Pascal(string text)
    {
        var result = new StringBuilder(text.Length);
        var isFirst = true;
        foreach (var letter in text)
        {
            if (letter is '.' or '_' or '-' or ' ')
            {
                isFirst = true;
                continue;
            }
            result.Append(isFirst ? char.ToUpperInvariant(letter) : letter);
            isFirst = false;
        }
        return result.ToString();
    }
}
