using System.Collections;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What goes to a queue: the context is one attribute of each message, of which there may be ten.</summary>
internal sealed class SentMessages : ILender
{
    /// <summary>The attribute.</summary>
    public const string Name = "_datadog";

    private const int MostAttributes = 10;

    private static readonly PropertyReader<IDictionary> s_attributes = new("MessageAttributes");
    private static readonly PropertyReader<string> s_text = new("StringValue");

    private readonly PropertyReader<IList> _entries = new("Entries");

    /// <summary>What a message carries; null where it is none of ours.</summary>
    public static string? Of(object? message) => s_attributes.Read(message) is { } attributes && attributes.Contains(Name) ? s_text.Read(attributes[Name]) : null;

    public object? Lend(object? value, object? other)
    {
        if (value is null || ActiveSpan.Current is not { IsRemote: false } span)
            return null;
        var context = JsonContext.Write(span);
        if (_entries.Read(value) is not { } entries)
            return WithContext(value, context);
        var copy = PrivateCopy.Of(value);
        var list = (IList)Activator.CreateInstance(entries.GetType())!;
        foreach (var entry in entries)
            list.Add(entry is null ? null : WithContext(entry, context) ?? entry);
        copy.GetType().GetProperty("Entries")!.SetValue(copy, list);
        return copy;
    }

    // Attributes of another tracer in the process are not sent beside ours.
    private static object? WithContext(object message, string context)
    {
        if (message.GetType().GetProperty("MessageAttributes") is not { } property || property.PropertyType.GetGenericArguments() is not [_, var type])
            return null;
        var own = property.GetValue(message) as IDictionary;
        var attributes = (IDictionary)Activator.CreateInstance(property.PropertyType)!;
        foreach (DictionaryEntry attribute in own ?? attributes)
        {
            if (attribute.Key is string key && !key.StartsWith("x-datadog", StringComparison.OrdinalIgnoreCase) && key != Name)
                attributes[key] = attribute.Value;
        }
        if (attributes.Count >= MostAttributes)
            return null;
        var value = Activator.CreateInstance(type)!;
        Set(value, "DataType", "String");
        Set(value, "StringValue", context);
        attributes[Name] = value;
        var copy = PrivateCopy.Of(message);
        property.SetValue(copy, attributes);
        return copy;
    }

    private static void Set(object target, string name, string value) => target.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.SetValue(target, value);
}
