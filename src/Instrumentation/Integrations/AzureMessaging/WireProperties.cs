using System.Linq.Expressions;

namespace DdRun.Instrumentation.Integrations.AzureMessaging;

/// <summary>Writes properties of messages of the protocol, whose types are not known here.</summary>
/// <param name="message">Their type.</param>
internal sealed class WireProperties(Type message)
{
    private readonly Func<object, object> _map = Reader(message);
    private readonly Action<object, string, string> _set = Writer(message);

    public object Of(object message) => _map(message);

    public void Set(object map, string name, string value) => _set(map, name, value);

    private static Func<object, object> Reader(Type message)
    {
        var from = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object>>(Map(Expression.Convert(from, message)), from).Compile();
    }

    private static Action<object, string, string> Writer(Type message)
    {
        var type = Map(Expression.Parameter(message)).Type;
        // The key is a type of the protocol's, made of whatever is one.
        var (item, make) = type.GetProperties()
            .Select(property => (property, property.GetIndexParameters() is [var index] ? index.ParameterType.GetConstructor([typeof(object)]) : null))
            .First(indexer => indexer.Item2 is not null);
        var (map, name, value) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(string)), Expression.Parameter(typeof(string)));
        var key = Expression.New(make!, name);
        return Expression.Lambda<Action<object, string, string>>(Expression.Assign(Expression.Property(Expression.Convert(map, type), item, key), value), map, name, value).Compile();
    }

    private static MemberExpression Map(Expression message) => Expression.Property(Expression.Property(message, "ApplicationProperties"), "Map");
}
