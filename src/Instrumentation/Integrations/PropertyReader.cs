using System.Collections.Concurrent;
using System.Reflection;

namespace DdRun.Instrumentation.Integrations;

/// <summary>
/// Reads one property of a library's objects, whose types are not known here; reflection only for the first object of a type. Values are boxed
/// when <typeparamref name="T"/> is <see cref="object"/>.
/// </summary>
/// <param name="property">Its name.</param>
/// <param name="visibility">Public ones only, unless <see cref="BindingFlags.NonPublic"/> is added.</param>
internal sealed class PropertyReader<T>(string property, BindingFlags visibility = BindingFlags.Public)
    where T : class
{
    private readonly ConcurrentDictionary<Type, Reader> _all = new();
    private volatile Reader? _last;

    public T? Read(object? payload)
    {
        if (payload is null)
            return null;
        var reader = _last;
        if (reader is null || reader.Type != payload.GetType())
            _last = reader = _all.GetOrAdd(payload.GetType(), static (type, wanted) => Reader.For(type, wanted.Name, wanted.Flags), (Name: property, Flags: visibility | BindingFlags.Instance));
        return reader.Get(payload);
    }

    private abstract class Reader(Type type)
    {
        public Type Type => type;

        public abstract T? Get(object payload);

        public static Reader For(Type type, string property, BindingFlags flags)
        {
            if (type.GetProperty(property, flags)?.GetMethod is not { } getter || !typeof(T).IsAssignableFrom(getter.ReturnType))
                return new None(type);
            var kind = getter.ReturnType.IsValueType
                ? typeof(Boxed<,>).MakeGenericType(typeof(T), type, getter.ReturnType)
                : typeof(Typed<>).MakeGenericType(typeof(T), type);
            return (Reader)Activator.CreateInstance(kind, getter)!;
        }
    }

    private sealed class None(Type type) : Reader(type)
    {
        public override T? Get(object payload) => null;
    }

    private sealed class Typed<TPayload>(MethodInfo getter) : Reader(typeof(TPayload))
        where TPayload : class
    {
        private readonly Func<TPayload, T?> _get = getter.CreateDelegate<Func<TPayload, T?>>();

        public override T? Get(object payload) => _get((TPayload)payload);
    }

    private sealed class Boxed<TPayload, TValue>(MethodInfo getter) : Reader(typeof(TPayload))
        where TPayload : class
    {
        private readonly Func<TPayload, TValue> _get = getter.CreateDelegate<Func<TPayload, TValue>>();

        // A nullable one without a value is boxed to nothing.
        public override T? Get(object payload) => (T?)(object?)_get((TPayload)payload);
    }
}
