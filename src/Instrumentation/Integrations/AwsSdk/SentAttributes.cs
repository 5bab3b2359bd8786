using System.Collections;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>The context is one attribute of each message, of which there may be ten.</summary>
internal abstract class SentAttributes(string integration, string batch) : SentRequest(integration, batch)
{
    private const string Attributes = "MessageAttributes";

    private const int MostAttributes = 10;

    // Attributes of another tracer in the process are not sent beside ours.
    protected sealed override object? WithContext(object message, Span span)
    {
        if (message.GetType().GetProperty(Attributes) is not { } property || property.PropertyType.GetGenericArguments() is not [_, var type])
            return null;
        var own = property.GetValue(message) as IDictionary;
        var attributes = (IDictionary)Activator.CreateInstance(property.PropertyType)!;
        foreach (DictionaryEntry attribute in own ?? attributes)
        {
            if (attribute.Key is string key && !key.StartsWith("x-datadog", StringComparison.OrdinalIgnoreCase) && key != ReceivedContext.Name)
                attributes[key] = attribute.Value;
        }
        if (attributes.Count >= MostAttributes)
            return null;
        var value = Activator.CreateInstance(type)!;
        Fill(value, JsonContext.Write(span));
        attributes[ReceivedContext.Name] = value;
        var copy = PrivateCopy.Of(message);
        property.SetValue(copy, attributes);
        return copy;
    }

    protected abstract void Fill(object attribute, string context);

    protected static void Set(object target, string name, object value) => target.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.SetValue(target, value);
}
