using System.Collections.Concurrent;
using System.Reflection;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>Headers of messages, through the library's own <c>IBasicProperties</c>, which is not known when this is compiled.</summary>
/// <remarks>Reflection happens once for each type of properties; then it is a call through a delegate.</remarks>
internal sealed class AmqpProperties
{
    private static readonly ConcurrentDictionary<Type, AmqpProperties> s_byType = new();

    private readonly Func<object, IDictionary<string, object?>?> _headers;
    private readonly Action<object, IDictionary<string, object?>>? _setHeaders;
    private readonly Func<object, byte>? _deliveryMode;

    private AmqpProperties(Type type)
    {
        _headers = Getter<IDictionary<string, object?>?>(type, "Headers") ?? (static _ => null);
        _deliveryMode = Getter<byte>(type, "DeliveryMode");
        if (type.GetProperty("Headers")?.SetMethod is { } setter)
            _setHeaders = (Action<object, IDictionary<string, object?>>)s_setter.MakeGenericMethod(type).Invoke(null, [setter])!;
    }

    private static readonly MethodInfo s_getter = typeof(AmqpProperties).GetMethod(nameof(MakeGetter), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_setter = typeof(AmqpProperties).GetMethod(nameof(MakeSetter), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static AmqpProperties Of(object properties) => s_byType.GetOrAdd(properties.GetType(), static type => new(type));

    public IDictionary<string, object?>? Headers(object properties) => _headers(properties);

    /// <summary>The headers, made when the message has none yet; <c>null</c> where they cannot be written.</summary>
    public IDictionary<string, object?>? WritableHeaders(object properties)
    {
        if (_headers(properties) is { IsReadOnly: false } present)
            return present;
        if (_setHeaders is null)
            return null;
        var made = _headers(properties) is { } readOnly ? new Dictionary<string, object?>(readOnly) : [];
        _setHeaders(properties, made);
        return made;
    }

    /// <summary>1 = transient, 2 = persistent, 0 = not said.</summary>
    public byte DeliveryMode(object properties) => _deliveryMode?.Invoke(properties) ?? 0;

    private static Func<object, T>? Getter<T>(Type type, string name) =>
        type.GetProperty(name)?.GetMethod is { } getter && getter.ReturnType == typeof(T)
            ? (Func<object, T>)s_getter.MakeGenericMethod(type, typeof(T)).Invoke(null, [getter])!
            : null;

    private static Func<object, T> MakeGetter<TProperties, T>(MethodInfo getter)
        where TProperties : class
    {
        var get = getter.CreateDelegate<Func<TProperties, T>>();
        return properties => get((TProperties)properties);
    }

    private static Action<object, IDictionary<string, object?>> MakeSetter<TProperties>(MethodInfo setter)
        where TProperties : class
    {
        var set = setter.CreateDelegate<Action<TProperties, IDictionary<string, object?>>>();
        return (properties, headers) => set((TProperties)properties, headers);
    }
}
