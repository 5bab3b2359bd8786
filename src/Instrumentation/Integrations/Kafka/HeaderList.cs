using System.Linq.Expressions;
using System.Text;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>Makes lists of headers that are of the library's own type, which is not known when this is compiled.</summary>
internal abstract class HeaderList
{
    public abstract object With(object headers, Span span);

    /// <param name="headers">Any sequence of headers.</param>
    public static HeaderList For(object headers)
    {
        var header = headers.GetType().GetInterfaces()
            .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        return (HeaderList)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(header))!;
    }

    private sealed class Typed<THeader> : HeaderList
        where THeader : class
    {
        private readonly Func<THeader, string> _key = typeof(THeader).GetProperty("Key")!.GetMethod!.CreateDelegate<Func<THeader, string>>();
        private readonly Func<THeader, byte[]?> _value = typeof(THeader).GetMethod("GetValueBytes")!.CreateDelegate<Func<THeader, byte[]?>>();
        private readonly Func<string, byte[], THeader> _make = Maker();

        public override object With(object headers, Span span)
        {
            var list = new List<THeader>((IEnumerable<THeader>)headers);
            SentContext.Write(SentContext.Of(span), new Carrier(this, list));
            return list;
        }

        private static Func<string, byte[], THeader> Maker()
        {
            var type = typeof(THeader).Assembly.GetType("Confluent.Kafka.Header")!;
            ParameterExpression key = Expression.Parameter(typeof(string)), value = Expression.Parameter(typeof(byte[]));
            var made = Expression.New(type.GetConstructor([typeof(string), typeof(byte[])])!, key, value);
            return Expression.Lambda<Func<string, byte[], THeader>>(made, key, value).Compile();
        }

        private readonly struct Carrier(Typed<THeader> type, List<THeader> list) : ICarrier
        {
            public string? Get(string name)
            {
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (type._key(list[i]) == name)
                        return type._value(list[i]) is { } value ? Encoding.UTF8.GetString(value) : null;
                }
                return null;
            }

            public void Add(string name, string value) => list.Add(type._make(name, Encoding.UTF8.GetBytes(value)));

            public void Remove(string name)
            {
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (type._key(list[i]) == name)
                        list.RemoveAt(i);
                }
            }
        }
    }
}
