using System.Reflection;
using System.Text;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>The headers of a message that was received, through the library's own types, which are not known when this is compiled.</summary>
internal abstract class KafkaHeaders
{
    private static KafkaHeaders? s_known;

    public static SpanContext? Extract(object message)
    {
        var access = Of(message);
        return access.Get(message) is { } headers
            ? Propagator.Extract((access, headers), static (carrier, name) => carrier.access.Find(carrier.headers, name) is { } value ? Encoding.UTF8.GetString(value) : null)
            : null;
    }

    protected abstract object? Get(object message);

    protected abstract byte[]? Find(object headers, string name);

    // All kinds of messages derive from one type.
    private static KafkaHeaders Of(object message)
    {
        if (Volatile.Read(ref s_known) is { } known)
            return known;
        var property = message.GetType().GetProperty("Headers")!;
        known = (KafkaHeaders)Activator.CreateInstance(typeof(Typed<,>).MakeGenericType(property.DeclaringType!, property.PropertyType), property)!;
        Volatile.Write(ref s_known, known);
        return known;
    }

    private sealed class Typed<TMessage, THeaders>(PropertyInfo property) : KafkaHeaders
        where TMessage : class
        where THeaders : class
    {
        private readonly Func<TMessage, THeaders?> _get = property.GetMethod!.CreateDelegate<Func<TMessage, THeaders?>>();
        private readonly TryGet _tryGet = typeof(THeaders).GetMethod("TryGetLastBytes", [typeof(string), typeof(byte[]).MakeByRefType()])!.CreateDelegate<TryGet>();

        private delegate bool TryGet(THeaders headers, string name, out byte[]? value);

        protected override object? Get(object message) => _get((TMessage)message);

        protected override byte[]? Find(object headers, string name) => _tryGet((THeaders)headers, name, out var value) ? value : null;
    }
}
