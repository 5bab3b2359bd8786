using System.Collections.Concurrent;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>Headers of messages, through the library's own types of properties, which are not known when this is compiled.</summary>
/// <remarks>Reflection happens once for each type of properties; then it is a call through a delegate.</remarks>
internal sealed class AmqpProperties
{
    private static readonly ConcurrentDictionary<Type, AmqpProperties> s_byType = new();
    private static readonly MethodInfo s_getter = typeof(AmqpProperties).GetMethod(nameof(MakeGetter), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_setter = typeof(AmqpProperties).GetMethod(nameof(MakeSetter), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Func<object, IDictionary<string, object?>?> _headers;
    private readonly Action<object, IDictionary<string, object?>?>? _setHeaders;
    private readonly Func<object, byte>? _deliveryMode;

    private AmqpProperties(Type type)
    {
        _headers = Getter<IDictionary<string, object?>?>(type, "Headers") ?? (static _ => null);
        _deliveryMode = Getter<byte>(type, "DeliveryMode");
        if (type is { IsValueType: false } && type.GetProperty("Headers")?.SetMethod is { } setter)
            _setHeaders = (Action<object, IDictionary<string, object?>?>)s_setter.MakeGenericMethod(type).Invoke(null, [setter])!;
    }

    public static AmqpProperties Of(object properties) => s_byType.GetOrAdd(properties.GetType(), static type => new(type));

    public bool HasSettableHeaders => _setHeaders is not null;

    public IDictionary<string, object?>? Headers(object properties) => _headers(properties);

    /// <summary>A copy for one message, with headers of its own to write to; <c>null</c> where a copy could not be given any.</summary>
    public static object? Copy(object properties, out Dictionary<string, object?> headers)
    {
        var copy = Of(properties).HasSettableHeaders ? PrivateCopy.Of(properties) : null;
        headers = copy is null ? [] : OwnHeaders(copy);
        return copy;
    }

    /// <summary>Gives properties that are nobody else's headers that are nobody else's either.</summary>
    public static Dictionary<string, object?> OwnHeaders(object properties)
    {
        var type = Of(properties);
        Dictionary<string, object?> headers = type._headers(properties) is { } shared ? new(shared) : [];
        type._setHeaders!(properties, headers);
        return headers;
    }

    /// <summary>1 = transient, 2 = persistent, 0 = not said.</summary>
    public byte DeliveryMode(object properties) => _deliveryMode?.Invoke(properties) ?? 0;

    private static Func<object, T>? Getter<T>(Type type, string name) =>
        type.GetProperty(name)?.GetMethod is { } getter && getter.ReturnType == typeof(T)
            ? (Func<object, T>)s_getter.MakeGenericMethod(type, typeof(T)).Invoke(null, [getter])!
            : null;

    private static Func<object, T> MakeGetter<TProperties, T>(MethodInfo getter)
    {
        if (typeof(TProperties).IsValueType)
        {
            var ofValue = getter.CreateDelegate<OfValue<TProperties, T>>();
            return properties =>
            {
                var value = (TProperties)properties;
                return ofValue(ref value);
            };
        }
        var get = getter.CreateDelegate<Func<TProperties, T>>();
        return properties => get((TProperties)properties);
    }

    private static Action<object, IDictionary<string, object?>?> MakeSetter<TProperties>(MethodInfo setter)
        where TProperties : class
    {
        var set = setter.CreateDelegate<Action<TProperties, IDictionary<string, object?>?>>();
        return (properties, headers) => set((TProperties)properties, headers);
    }

    private delegate T OfValue<TProperties, T>(ref TProperties properties);
}
