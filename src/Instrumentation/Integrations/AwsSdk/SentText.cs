using System.Text;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>The context is a member of a text, where that is a JSON object and stays below what the service takes.</summary>
internal abstract class SentText(string integration, string batch, string property) : SentRequest(integration, batch)
{
    private const int MostBytes = 256 * 1024;

    private readonly string _property = property;
    private readonly PropertyReader<string> _text = new(property);

    protected sealed override object? WithContext(object message, Span span)
    {
        if (_text.Read(message) is not { Length: < MostBytes } text)
            return null;
        if (JsonMember.Put(Encoding.UTF8.GetBytes(text), ReceivedContext.Name, Context(message, span)) is not { Length: < MostBytes } with)
            return null;
        var copy = PrivateCopy.Of(message);
        copy.GetType().GetProperty(_property)!.SetValue(copy, Encoding.UTF8.GetString(with));
        return copy;
    }

    protected virtual string Context(object message, Span span) => JsonContext.Write(span);
}
