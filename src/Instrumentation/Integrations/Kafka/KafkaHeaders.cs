using System.Collections;
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

    /// <summary>
    /// Gives a message headers with the span's context, until <see cref="TakeBack"/>. A copy: the application may send its own with other messages, at
    /// the same time too, and the message itself once more.
    /// </summary>
    public static (object? Own, object Lent) Lend(Span span, object message)
    {
        var access = Of(message);
        var own = access.Get(message);
        var lent = access.Copy(own);
        if (own is null)
            Propagator.Inject(span.Context, (access, lent), static (carrier, name, value) => carrier.access.Add(carrier.lent, name, Encoding.UTF8.GetBytes(value)));
        else
            Propagator.Inject(span.Context, (access, lent), static (carrier, name, value) => carrier.access.Replace(carrier.lent, name, Encoding.UTF8.GetBytes(value)));
        access.Put(message, lent);
        return (own, lent);
    }

    /// <summary>Puts the application's own headers back.</summary>
    public static void TakeBack(object message, object lent, object? own)
    {
        var access = Of(message);
        if (ReferenceEquals(access.Get(message), lent))
            access.Put(message, own);
    }

    protected abstract object? Get(object message);

    protected abstract void Put(object message, object? headers);

    protected abstract object Copy(object? headers);

    protected abstract byte[]? Find(object headers, string name);

    protected abstract void Add(object headers, string name, byte[] value);

    protected abstract void Remove(object headers, string name);

    private void Replace(object headers, string name, byte[] value)
    {
        Remove(headers, name);
        // What belongs to the context that the application had there, such as that of a message it hands on.
        switch (name)
        {
            case "traceparent":
                Remove(headers, "tracestate");
                break;
            case "x-datadog-trace-id":
                Remove(headers, "x-datadog-origin");
                Remove(headers, "x-datadog-tags");
                break;
        }
        Add(headers, name, value);
    }

    // All kinds of messages derive from one type.
    private static KafkaHeaders Of(object message)
    {
        if (Volatile.Read(ref s_known) is { } known)
            return known;
        var property = message.GetType().GetProperty("Headers")!;
        // Up to 1.9 for its own headers, since then for all there may be.
        var adder = property.PropertyType.GetMethods()
            .Where(method => method is { Name: "Add" } && method.GetParameters().Length == 1)
            .MaxBy(method => method.GetParameters()[0].ParameterType.IsInterface)!;
        known = (KafkaHeaders)Activator.CreateInstance(typeof(Typed<,,>).MakeGenericType(property.DeclaringType!, property.PropertyType, adder.GetParameters()[0].ParameterType), property, adder)!;
        Volatile.Write(ref s_known, known);
        return known;
    }

    private sealed class Typed<TMessage, THeaders, THeader>(PropertyInfo property, MethodInfo adder) : KafkaHeaders
        where TMessage : class
        where THeaders : class, new()
    {
        private readonly Func<TMessage, THeaders?> _get = property.GetMethod!.CreateDelegate<Func<TMessage, THeaders?>>();
        private readonly Action<TMessage, THeaders?> _put = property.SetMethod!.CreateDelegate<Action<TMessage, THeaders?>>();
        private readonly Action<THeaders, string> _remove = Method("Remove", typeof(string)).CreateDelegate<Action<THeaders, string>>();
        private readonly Action<THeaders, string, byte[]> _add = Method("Add", typeof(string), typeof(byte[])).CreateDelegate<Action<THeaders, string, byte[]>>();
        private readonly Action<THeaders, THeader> _addHeader = adder.CreateDelegate<Action<THeaders, THeader>>();
        private readonly TryGet _tryGet = Method("TryGetLastBytes", typeof(string), typeof(byte[]).MakeByRefType()).CreateDelegate<TryGet>();

        private delegate bool TryGet(THeaders headers, string name, out byte[]? value);

        protected override object? Get(object message) => _get((TMessage)message);

        protected override void Put(object message, object? headers) => _put((TMessage)message, (THeaders?)headers);

        protected override object Copy(object? headers)
        {
            var copy = new THeaders();
            if (headers is not null)
            {
                foreach (var header in (IEnumerable)headers)
                    _addHeader(copy, (THeader)header);
            }
            return copy;
        }

        protected override byte[]? Find(object headers, string name) => _tryGet((THeaders)headers, name, out var value) ? value : null;

        protected override void Add(object headers, string name, byte[] value) => _add((THeaders)headers, name, value);

        protected override void Remove(object headers, string name) => _remove((THeaders)headers, name);

        private static MethodInfo Method(string name, params Type[] parameters) => typeof(THeaders).GetMethod(name, parameters)!;
    }
}
