using DdRun.Export.MessagePack;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

/// <summary>The rows of tags that traces, and that spans, have alike.</summary>
internal sealed class RepeatedRows(MessagePackWriter writer)
{
    private const int Slots = 64;

    private readonly RepeatedTags?[] _shared = new RepeatedTags?[Slots];

    public RepeatedTags OfTrace { get; } = new(writer);

    /// <summary>Two that fall on the same slot push each other out.</summary>
    public RepeatedTags Of(SharedTags shared) => _shared[shared.Id % Slots] ??= new(writer);

    public void Forget()
    {
        OfTrace.Forget();
        foreach (var row in _shared)
            row?.Forget();
    }
}
