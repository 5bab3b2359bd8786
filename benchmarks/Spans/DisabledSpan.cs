using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>At most 5 ns and no bytes.</summary>
internal static class DisabledSpan
{
    public static void Run()
    {
        ProcessTracer.Current = new TracerCore(BenchmarkSettings.Create(("DD_TRACE_ENABLED", "false")), new DiscardingWriter());
        Alternating.Compare(
            2_000_000, 21,
            new("nothing", Nothing),
            new("Span, disabled", Bare),
            new("Span, disabled, two tags", Tagged));
    }

    private static void Nothing(int count)
    {
        for (var i = 0; i < count; i++)
            GC.KeepAlive(null);
    }

    private static void Bare(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var span = Tracer.Trace("operation");
        }
    }

    private static void Tagged(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var span = Tracer.Trace("operation");
            span.SetTag("component", "benchmark");
            span.SetTag("kind", "client");
        }
    }
}
