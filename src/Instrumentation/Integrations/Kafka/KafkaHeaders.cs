using System.Reflection;
using System.Text;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>A message's headers, through the library's own types, which are not known when this is compiled.</summary>
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

    public static void Inject(Span span, object message)
    {
        var access = Of(message);
        Propagator.Inject(span.Context, (access, headers: access.GetOrMake(message)),
            static (carrier, name, value) => carrier.access.Set(carrier.headers, name, Encoding.UTF8.GetBytes(value)));
    }

    protected abstract object? Get(object message);

    protected abstract object GetOrMake(object message);

    protected abstract byte[]? Find(object headers, string name);

    protected abstract void Set(object headers, string name, byte[] value);

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
        where THeaders : class, new()
    {
        private readonly Func<TMessage, THeaders?> _get = property.GetMethod!.CreateDelegate<Func<TMessage, THeaders?>>();
        private readonly Action<TMessage, THeaders> _put = property.SetMethod!.CreateDelegate<Action<TMessage, THeaders>>();
        private readonly Action<THeaders, string> _remove = Method("Remove", typeof(string)).CreateDelegate<Action<THeaders, string>>();
        private readonly Action<THeaders, string, byte[]> _add = Method("Add", typeof(string), typeof(byte[])).CreateDelegate<Action<THeaders, string, byte[]>>();
        private readonly TryGet _tryGet = Method("TryGetLastBytes", typeof(string), typeof(byte[]).MakeByRefType()).CreateDelegate<TryGet>();

        private delegate bool TryGet(THeaders headers, string name, out byte[]? value);

        protected override object? Get(object message) => _get((TMessage)message);

        protected override object GetOrMake(object message)
        {
            if (_get((TMessage)message) is { } headers)
                return headers;
            headers = new THeaders();
            _put((TMessage)message, headers);
            return headers;
        }

        protected override byte[]? Find(object headers, string name) => _tryGet((THeaders)headers, name, out var value) ? value : null;

        protected override void Set(object headers, string name, byte[] value)
        {
            // A message that is sent again has those of the last time.
            _remove((THeaders)headers, name);
            _add((THeaders)headers, name, value);
        }

        private static MethodInfo Method(string name, params Type[] parameters) => typeof(THeaders).GetMethod(name, parameters)!;
    }
}
