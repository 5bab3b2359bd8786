using System.Linq.Expressions;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Copies metadata, whose type is the library's own and not known when this is compiled; reads a context from them.</summary>
internal abstract class MetadataList
{
    private const string Name = "Grpc.Core.Metadata";

    /// <summary>The type of metadata that goes with a call's.</summary>
    public static Type? TypeBeside(object call) => call.GetType().Assembly.GetType(Name);

    public static MetadataList For(Type metadata) =>
        (MetadataList)Activator.CreateInstance(typeof(Typed<,>).MakeGenericType(metadata, metadata.GetNestedType("Entry")!))!;

    /// <summary>A copy with a context in it.</summary>
    /// <param name="context">What is sent.</param>
    /// <param name="original">Null for none.</param>
    public abstract object With(SpanContext context, object? original);

    public abstract SpanContext? Extract(object metadata);

    private sealed class Typed<TMetadata, TEntry> : MetadataList
        where TMetadata : class, IList<TEntry>, new()
    {
        private readonly Func<TEntry, string> _key = Getter<string>("Key");
        private readonly Func<TEntry, string> _value = Getter<string>("Value");
        private readonly Func<TEntry, bool> _isBinary = Getter<bool>("IsBinary");
        private readonly Func<string, string, TEntry> _make = Maker();

        public override object With(SpanContext context, object? original)
        {
            var copy = new TMetadata();
            foreach (var entry in original as TMetadata ?? [])
                copy.Add(entry);
            SentContext.Write(context, new Carrier(this, copy));
            return copy;
        }

        public override SpanContext? Extract(object metadata) =>
            metadata is TMetadata list ? Propagator.Extract(new Carrier(this, list), static (carrier, name) => carrier.Get(name)) : null;

        private static Func<TEntry, T> Getter<T>(string property)
        {
            var entry = Expression.Parameter(typeof(TEntry));
            return Expression.Lambda<Func<TEntry, T>>(Expression.Property(entry, property), entry).Compile();
        }

        private static Func<string, string, TEntry> Maker()
        {
            ParameterExpression name = Expression.Parameter(typeof(string)), value = Expression.Parameter(typeof(string));
            var made = Expression.New(typeof(TEntry).GetConstructor([typeof(string), typeof(string)])!, name, value);
            return Expression.Lambda<Func<string, string, TEntry>>(made, name, value).Compile();
        }

        private readonly struct Carrier(Typed<TMetadata, TEntry> type, TMetadata list) : ICarrier
        {
            public string? Get(string name)
            {
                foreach (var entry in list)
                {
                    if (string.Equals(type._key(entry), name, StringComparison.OrdinalIgnoreCase) && !type._isBinary(entry))
                        return type._value(entry);
                }
                return null;
            }

            public void Add(string name, string value) => list.Add(type._make(name, value));

            public void Remove(string name)
            {
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (string.Equals(type._key(list[i]), name, StringComparison.OrdinalIgnoreCase))
                        list.RemoveAt(i);
                }
            }
        }
    }
}
