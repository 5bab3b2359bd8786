using System.Linq.Expressions;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Mqtt;

/// <summary>Makes lists of properties that are of the library's own type, which is not known when this is compiled.</summary>
internal abstract class PropertyList
{
    private const string Properties = "UserProperties";

    /// <param name="packet">One with properties.</param>
    public static PropertyList For(object packet)
    {
        var list = packet.GetType().GetProperty(Properties)!;
        return (PropertyList)Activator.CreateInstance(typeof(Typed<,>).MakeGenericType(packet.GetType(), list.PropertyType.GetGenericArguments()[0]), list)!;
    }

    /// <summary>Gives a packet that nobody else sees a list that nobody else sees either, with a span's context in it.</summary>
    public abstract void Add(Span span, object packet);

    private sealed class Typed<TPacket, TProperty>(PropertyInfo list) : PropertyList
        where TPacket : class
        where TProperty : class
    {
        private readonly Func<TPacket, List<TProperty>?> _get = list.GetMethod!.CreateDelegate<Func<TPacket, List<TProperty>?>>();
        private readonly Action<TPacket, List<TProperty>> _set = list.SetMethod!.CreateDelegate<Action<TPacket, List<TProperty>>>();
        private readonly Func<TProperty, string> _name = typeof(TProperty).GetProperty("Name")!.GetMethod!.CreateDelegate<Func<TProperty, string>>();
        private readonly Func<TProperty, string> _value = typeof(TProperty).GetProperty("Value")!.GetMethod!.CreateDelegate<Func<TProperty, string>>();
        private readonly Func<string, string, TProperty> _make = Maker();

        public override void Add(Span span, object packet)
        {
            var target = (TPacket)packet;
            List<TProperty> properties = _get(target) is { } shared ? [.. shared] : [];
            SentContext.Write(SentContext.Of(span), new Carrier(this, properties));
            _set(target, properties);
        }

        private static Func<string, string, TProperty> Maker()
        {
            ParameterExpression name = Expression.Parameter(typeof(string)), value = Expression.Parameter(typeof(string));
            var made = Expression.New(typeof(TProperty).GetConstructor([typeof(string), typeof(string)])!, name, value);
            return Expression.Lambda<Func<string, string, TProperty>>(made, name, value).Compile();
        }

        private readonly struct Carrier(Typed<TPacket, TProperty> type, List<TProperty> list) : ICarrier
        {
            public string? Get(string name)
            {
                foreach (var property in list)
                {
                    if (type._name(property) == name)
                        return type._value(property);
                }
                return null;
            }

            public void Add(string name, string value) => list.Add(type._make(name, value));

            public void Remove(string name)
            {
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (type._name(list[i]) == name)
                        list.RemoveAt(i);
                }
            }
        }
    }
}
