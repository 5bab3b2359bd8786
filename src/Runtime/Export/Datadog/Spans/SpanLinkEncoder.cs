using DdRun.Export.MessagePack;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

internal static class SpanLinkEncoder
{
    private const uint FlagsAreKnown = 1u << 31;

    public static void Write(MessagePackWriter w, SpanLink link)
    {
        var attributes = link.Attributes is { Count: > 0 } ? link.Attributes : null;
        w.WriteMapHeader(3 + (attributes is null ? 0 : 1) + (link.TraceState is null ? 0 : 1) + (link.Flags is null ? 0 : 1));
        w.WriteKey("trace_id"u8);
        w.WriteUInt64(link.TraceIdLow);
        w.WriteKey("trace_id_high"u8);
        w.WriteUInt64(link.TraceIdHigh);
        w.WriteKey("span_id"u8);
        w.WriteUInt64(link.SpanId);
        if (attributes is not null)
        {
            w.WriteKey("attributes"u8);
            w.WriteMapHeader(attributes.Count);
            foreach (var (key, value) in attributes)
            {
                w.WriteString(key);
                w.WriteString(TagText.Cut(value ?? ""));
            }
        }
        if (link.TraceState is not null)
        {
            w.WriteKey("tracestate"u8);
            w.WriteString(link.TraceState);
        }
        if (link.Flags is { } flags)
        {
            w.WriteKey("flags"u8);
            w.WriteUInt64((uint)flags | FlagsAreKnown);
        }
    }
}
