using DdRun.Export;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

public class ConcurrencyTests
{
    private const int Threads = 16;

    // DD_RUN_TEST_SPANS=1000000 makes the long run.
    private static readonly int s_spans = int.TryParse(Environment.GetEnvironmentVariable("DD_RUN_TEST_SPANS"), out var count) ? count : 10_000;

    [Fact]
    public void Spans_of_many_threads_are_neither_lost_nor_doubled_nor_torn()
    {
        var writer = new CountingWriter();
        var tracer = new TracerCore(TestTracer.SettingsOf(("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "50")), writer);
        InParallel(thread =>
        {
            for (var i = 0; i < s_spans; i += 4)
            {
                using var root = tracer.Begin("root", null, null, null);
                root.SetTag("thread", thread);
                using var child = tracer.Begin("child", null, null, null);
                child.SetTag("a", "1").SetTag("b", 2).SetTag("c", 3.5);
                tracer.Begin("grandchild", null, null, null).Finish();
                tracer.Start(root, "sibling", null, null, null).Finish();
            }
        });
        Assert.Equal(Threads * s_spans, writer.Count);
        Assert.Equal(0, writer.Doubled);
        Assert.Empty(tracer.OpenTraces.ToList());
    }

    [Fact]
    public void One_trace_shared_by_many_threads_arrives_whole()
    {
        var writer = new CountingWriter();
        var tracer = new TracerCore(TestTracer.SettingsOf(("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "10")), writer);
        for (var round = 0; round < 20; round++)
        {
            var root = tracer.Start(null, "root", null, null, null);
            InParallel(_ =>
            {
                for (var i = 0; i < s_spans / 100; i++)
                {
                    var span = tracer.Start(root, "child", null, null, null);
                    span.SetTag("k", i);
                    span.Finish();
                    span.Finish();
                }
                root.Finish();
            });
        }
        Assert.Equal(20 * (Threads * (s_spans / 100) + 1), writer.Count);
        Assert.Equal(0, writer.Doubled);
        Assert.Empty(tracer.OpenTraces.ToList());
    }

    [Fact]
    public void Spans_finish_on_other_threads()
    {
        var writer = new CountingWriter();
        var tracer = new TracerCore(TestTracer.SettingsOf(), writer);
        using var handed = new System.Collections.Concurrent.BlockingCollection<Span>();
        var finisher = new Thread(() =>
        {
            foreach (var span in handed.GetConsumingEnumerable())
                span.Finish();
        });
        finisher.Start();
        InParallel(_ =>
        {
            for (var i = 0; i < s_spans / 10; i++)
            {
                var root = tracer.Start(null, "root", null, null, null);
                handed.Add(tracer.Start(root, "child", null, null, null));
                root.Finish();
            }
        });
        handed.CompleteAdding();
        finisher.Join();
        Assert.Equal(2 * Threads * (s_spans / 10), writer.Count);
        Assert.Equal(0, writer.Doubled);
        Assert.Empty(tracer.OpenTraces.ToList());
    }

    [Fact]
    public void Tags_set_from_many_threads_stay_whole()
    {
        var tracer = new TestTracer();
        var span = tracer.Core.Start(null, "root", null, null, null);
        InParallel(thread =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                span.SetTag("shared", "v" + thread);
                span.SetTag("own" + thread, i);
                span.SetTag("gone" + thread, "x").SetTag("gone" + thread, (string?)null);
            }
        });
        span.Finish();
        for (var thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(1_999, span.GetMetric("own" + thread));
            Assert.Null(span.GetTag("gone" + thread));
        }
        Assert.StartsWith("v", span.GetTag("shared"), StringComparison.Ordinal);
        var keys = new HashSet<string>();
        for (var i = 0; span.TryGetTag(i, out var key, out _); i++)
            Assert.True(keys.Add(key));
        Assert.Equal(Threads + 1, keys.Count);
    }

    [Fact]
    public void What_many_threads_finish_is_sent_or_counted_as_dropped()
    {
        var tracer = ProcessTracer.Make(TestTracer.SettingsOf(("DD_TRACE_AGENT_URL", "http://127.0.0.1:1"), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "100000")));
        InParallel(_ =>
        {
            for (var i = 0; i < s_spans; i++)
                tracer.Begin("root", null, null, null).Finish();
        });
        tracer.Shutdown(TimeSpan.FromSeconds(60));
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(Threads * s_spans, counters.FinishedSpans);
        Assert.Equal(Threads * s_spans, counters.SentSpans + counters.DroppedSpans);
    }

    private static void InParallel(Action<int> work)
    {
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add(e);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }

    /// <summary>Counts and checks instead of keeping: a long run would not fit into memory.</summary>
    private sealed class CountingWriter : ITraceWriter
    {
        private int _count, _doubled;

        public int Count => _count;
        public int Doubled => _doubled;

        public void Write(Span first, Span last, int count, int weight)
        {
            var seen = 0;
            for (var span = first; ; span = span.Next!)
            {
                seen++;
                Assert.True(span.IsFinished);
                Assert.Same(first.Root, span.Root);
                // Nobody else sets it on finished spans.
                if (span.FindStored("seen") is not null)
                    Interlocked.Increment(ref _doubled);
                span.Store("seen", "yes");
                if (ReferenceEquals(span, last))
                    break;
            }
            Assert.Equal(count, seen);
            Interlocked.Add(ref _count, count);
        }
    }
}
