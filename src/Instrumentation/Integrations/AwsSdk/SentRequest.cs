using System.Collections;
using DdRun.Configuration;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>A request that hands something on, and is written out from a copy in which each message, or each entry of a batch, carries the context.</summary>
/// <param name="integration">Without which nothing is added.</param>
/// <param name="batch">The property that has the entries of a batch.</param>
internal abstract class SentRequest(string integration, string batch) : ILender
{
    private readonly string _batch = batch;
    private readonly PropertyReader<IList> _entries = new(batch);

    /// <summary>How many entries of a batch get it, counted from the first.</summary>
    protected virtual int MostEntries => int.MaxValue;

    public object? Lend(object? value, object? other)
    {
        if (value is null || ActiveSpan.Current is not { IsRemote: false } span || !Integration.IsOn(Settings.Current, integration))
            return null;
        if (_entries.Read(value) is not { } entries)
            return WithContext(value, span);
        var property = value.GetType().GetProperty(_batch)!;
        var list = (IList)Activator.CreateInstance(property.PropertyType)!;
        foreach (var entry in entries)
            list.Add(entry is null || list.Count >= MostEntries ? entry : WithContext(entry, span) ?? entry);
        var copy = PrivateCopy.Of(value);
        property.SetValue(copy, list);
        return copy;
    }

    /// <summary>A copy of a message that carries the context; null where it has no room.</summary>
    protected abstract object? WithContext(object message, Span span);
}
