using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace DdRun.Instrumentation.Integrations.Headers;

/// <summary>
/// Reads a message's headers, whose type is not known here: a dictionary by name, or a sequence of things that have a name (or key) and a value. A value is a
/// text, the bytes of one, or a list of texts, of which the first counts.
/// </summary>
/// <remarks>Reflection happens once for each type.</remarks>
internal abstract class HeaderValues
{
    private static readonly ConcurrentDictionary<Type, HeaderValues?> s_byType = new();

    /// <summary>The context that the headers hold; null where there is none, or they cannot be read.</summary>
    public static SpanContext? Extract(object? headers) =>
        headers is not null && s_byType.GetOrAdd(headers.GetType(), For) is { } access
            ? Propagator.Extract((access, headers), static (carrier, name) => carrier.access.Find(carrier.headers, name))
            : null;

    protected abstract string? Find(object headers, string name);

    protected static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        ReadOnlyMemory<byte> bytes => Encoding.UTF8.GetString(bytes.Span),
        IEnumerable<string?> texts => First(texts),
        _ => null,
    };

    private static string? First(IEnumerable<string?> texts)
    {
        foreach (var text in texts)
            return text;
        return null;
    }

    private static HeaderValues? For(Type type)
    {
        foreach (var known in (ReadOnlySpan<Type>)[typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)])
        {
            foreach (var implemented in InterfacesOf(type))
            {
                if (implemented.IsGenericType && implemented.GetGenericTypeDefinition() == known && implemented.GetGenericArguments() is [var key, var value] && key == typeof(string))
                    return (HeaderValues)Activator.CreateInstance((known == typeof(IDictionary<,>) ? typeof(Dictionary<>) : typeof(ReadOnly<>)).MakeGenericType(value))!;
            }
        }
        if (typeof(IEnumerable<KeyValuePair<string, string?>>).IsAssignableFrom(type))
            return new Pairs();
        return typeof(IEnumerable<object>).IsAssignableFrom(type) ? new Sequence() : null;
    }

    private static Type[] InterfacesOf(Type type) => type.IsInterface ? [type, .. type.GetInterfaces()] : type.GetInterfaces();

    private sealed class Dictionary<T> : HeaderValues
    {
        protected override string? Find(object headers, string name) => ((IDictionary<string, T>)headers).TryGetValue(name, out var value) ? Text(value) : null;
    }

    private sealed class ReadOnly<T> : HeaderValues
    {
        protected override string? Find(object headers, string name) => ((IReadOnlyDictionary<string, T>)headers).TryGetValue(name, out var value) ? Text(value) : null;
    }

    private sealed class Pairs : HeaderValues
    {
        protected override string? Find(object headers, string name)
        {
            foreach (var (key, value) in (IEnumerable<KeyValuePair<string, string?>>)headers)
            {
                if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                    return value;
            }
            return null;
        }
    }

    private sealed class Sequence : HeaderValues
    {
        private readonly PropertyReader<string> _name = new("Name"), _key = new("Key");
        private readonly PropertyReader<object> _value = new("Value"), _bytes = new("ValueBuffer");
        private readonly ConcurrentDictionary<Type, MethodInfo?> _methods = new();

        protected override string? Find(object headers, string name)
        {
            foreach (var header in (IEnumerable<object>)headers)
            {
                if (string.Equals(_name.Read(header) ?? _key.Read(header), name, StringComparison.OrdinalIgnoreCase))
                    return Text(_value.Read(header) ?? _bytes.Read(header) ?? Bytes(header));
            }
            return null;
        }

        // Kafka's have a method for what others have a property for.
        private object? Bytes(object header) =>
            _methods.GetOrAdd(header.GetType(), static type => type.GetMethod("GetValueBytes", Type.EmptyTypes))?.Invoke(header, null);
    }
}
