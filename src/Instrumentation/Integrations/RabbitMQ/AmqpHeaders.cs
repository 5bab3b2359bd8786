using System.Text;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>A message's headers, whose texts are bytes.</summary>
internal readonly struct AmqpHeaders(IDictionary<string, object?> headers) : ICarrier
{
    public string? Get(string name) => !headers.TryGetValue(name, out var value) ? null : value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text => text,
        _ => null,
    };

    public void Add(string name, string value) => headers[name] = Encoding.UTF8.GetBytes(value);

    public void Remove(string name) => headers.Remove(name);
}
