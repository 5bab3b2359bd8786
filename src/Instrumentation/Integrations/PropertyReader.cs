using System.Reflection;

namespace DdRun.Instrumentation.Integrations;

/// <summary>Reads one property of event payloads whose type is private to the library; reflection only for the first payload of a type.</summary>
internal sealed class PropertyReader<T>(string property)
    where T : class
{
    private volatile Reader? _last;

    public T? Read(object? payload)
    {
        if (payload is null)
            return null;
        var reader = _last;
        if (reader is null || reader.Type != payload.GetType())
            _last = reader = Reader.For(payload.GetType(), property);
        return reader.Get(payload);
    }

    private abstract class Reader(Type type)
    {
        public Type Type => type;

        public abstract T? Get(object payload);

        public static Reader For(Type type, string property) =>
            type.GetProperty(property, BindingFlags.Public | BindingFlags.Instance)?.GetMethod is { } getter && typeof(T).IsAssignableFrom(getter.ReturnType)
                ? (Reader)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(typeof(T), type), getter)!
                : new None(type);
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
}
