using System.Collections.Concurrent;
using System.Reflection;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>Headers of messages, through the library's own <c>IBasicProperties</c>, which is not known when this is compiled.</summary>
/// <remarks>Reflection happens once for each type of properties; then it is a call through a delegate.</remarks>
internal sealed class AmqpProperties
{
    private static readonly ConcurrentDictionary<Type, AmqpProperties> s_byType = new();

    private readonly Func<object, IDictionary<string, object?>?> _headers;
    private readonly Action<object, IDictionary<string, object?>?>? _setHeaders;
    private readonly Action<object>? _clearHeaders;
    private readonly Func<object, byte>? _deliveryMode;

    private AmqpProperties(Type type)
    {
        _headers = Getter<IDictionary<string, object?>?>(type, "Headers") ?? (static _ => null);
        _deliveryMode = Getter<byte>(type, "DeliveryMode");
        if (type.GetProperty("Headers")?.SetMethod is { } setter)
            _setHeaders = (Action<object, IDictionary<string, object?>?>)s_setter.MakeGenericMethod(type).Invoke(null, [setter])!;
        if (type.GetMethod("ClearHeaders", []) is { } clear)
            _clearHeaders = (Action<object>)s_call.MakeGenericMethod(type).Invoke(null, [clear])!;
    }

    private static readonly MethodInfo s_getter = typeof(AmqpProperties).GetMethod(nameof(MakeGetter), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_setter = typeof(AmqpProperties).GetMethod(nameof(MakeSetter), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_call = typeof(AmqpProperties).GetMethod(nameof(MakeCall), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static AmqpProperties Of(object properties) => s_byType.GetOrAdd(properties.GetType(), static type => new(type));

    public IDictionary<string, object?>? Headers(object properties) => _headers(properties);

    /// <summary>
    /// Headers for one message, to be followed by <see cref="TakeBack"/>; <c>null</c> where they cannot be set. A copy: the application may send its own
    /// with other messages, at the same time too, and all messages of a channel that have no properties share one object.
    /// </summary>
    public IDictionary<string, object?>? Lend(object properties)
    {
        if (_setHeaders is null)
            return null;
        var own = _headers(properties);
        // Of another thread's message.
        var lent = new LentHeaders(own is LentHeaders other ? other.Own : own);
        _setHeaders(properties, lent);
        return lent;
    }

    /// <summary>Puts the application's own headers back.</summary>
    public void TakeBack(object properties)
    {
        if (_headers(properties) is not LentHeaders { Own: var own })
            return;
        _setHeaders!(properties, own);
        // To the oldest versions null is headers too.
        if (own is null)
            _clearHeaders?.Invoke(properties);
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

    private static Action<object, IDictionary<string, object?>?> MakeSetter<TProperties>(MethodInfo setter)
        where TProperties : class
    {
        var set = setter.CreateDelegate<Action<TProperties, IDictionary<string, object?>?>>();
        return (properties, headers) => set((TProperties)properties, headers);
    }

    private static Action<object> MakeCall<TProperties>(MethodInfo method)
        where TProperties : class
    {
        var call = method.CreateDelegate<Action<TProperties>>();
        return properties => call((TProperties)properties);
    }

    private sealed class LentHeaders(IDictionary<string, object?>? own) : Dictionary<string, object?>(own ?? Empty)
    {
        private static readonly Dictionary<string, object?> Empty = [];

        public IDictionary<string, object?>? Own => own;
    }
}
