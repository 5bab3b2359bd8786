using System.Collections.Concurrent;
using System.Linq.Expressions;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>
/// The same since version 7, as the result of what prepares them: null where the library would send the application's own. The other value is the
/// application's, which may be of any type and may share its headers with what the library has prepared.
/// </summary>
internal sealed class SentProperties7 : ILender
{
    private const string Properties = "RabbitMQ.Client.BasicProperties";
    private const string ReadOnlyProperties = "RabbitMQ.Client.IReadOnlyBasicProperties";

    private readonly ConcurrentDictionary<Type, Func<object, object>?> _makers = new();

    public object? Lend(object? value, object? other)
    {
        if (AmqpSpan.Publishing is not { } span)
            return null;
        Dictionary<string, object?> headers;
        if (value is not null)
            headers = AmqpProperties.OwnHeaders(value);
        else if (other is null)
            return null;
        else if (AmqpProperties.Copy(other, out headers) is { } copy)
            value = copy;
        else if (_makers.GetOrAdd(other.GetType(), Maker) is { } make)
            headers = AmqpProperties.OwnHeaders(value = make(other));
        else
            return null;
        AmqpSpan.Inject(span, headers);
        return value;
    }

    // Those that cannot be written to: what was received, the library's own for messages without any, or a type of the application's.
    private static Func<object, object>? Maker(Type type)
    {
        if (type.GetInterface(ReadOnlyProperties) is not { } readable || readable.Assembly.GetType(Properties) is not { } writable
            || writable.GetConstructor([readable]) is not { } constructor)
            return null;
        var properties = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object>>(Expression.New(constructor, Expression.Convert(properties, readable)), properties).Compile();
    }
}
