using DdRun.Hosting;
using DdRun.Tracing;
using DdRun.Wrapping;

namespace DdRun.Runtime.Tests.Tracing;

/// <summary>The public API over the process's tracer, which these tests replace.</summary>
[Collection("the process's tracer")]
public sealed class WrapTests : IDisposable
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly TestTracer _tracer = new();

    public WrapTests() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    private Span Only => Assert.Single(_tracer.Writer.Spans);

    [Fact]
    public void A_wrapped_function_has_a_span_a_call_and_answers_as_before()
    {
        var twice = Tracer.Wrap((int n) => n * 2, "twice", "math", "r", "worker");

        Assert.Equal(4, twice(2));
        Assert.Equal(6, twice(3));
        Assert.Equal(2, _tracer.Writer.Chunks.Count);
        var span = _tracer.Writer.Spans[0];
        Assert.Equal(("twice", "math", "r", "worker"), (span.Name, span.Service, span.Resource, span.Type));
    }

    [Fact]
    public void The_default_name_is_the_method_with_its_namespace()
    {
        Tracer.Wrap(Assemble)();

        Assert.Equal("DdRun.Runtime.Tests.Tracing.Assemble", Only.Name);
        Assert.Equal(Only.Name, Only.Resource);
        Assert.Equal("DdRun.Runtime.Tests.Tracing.WrapTests.Assemble", WrappedCall.DefaultName(((Action)Assemble).Method, withClass: true));
        void Local() => Assert.NotNull(this);
        Assert.Equal("DdRun.Runtime.Tests.Tracing.Local", WrappedCall.DefaultName(((Action)Local).Method, withClass: false));
    }

    [Fact]
    public void An_exception_marks_the_span_and_goes_on_unchanged()
    {
        var thrown = new InvalidOperationException("no bread");
        Action action = () => throw thrown;

        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(Tracer.Wrap(action, "assemble")));
        Assert.True(Only.Error);
        Assert.Equal("System.InvalidOperationException", Only.GetTag("error.type"));
        Assert.Equal("no bread", Only.GetTag("error.message"));
        Assert.Contains("no bread", Only.GetTag("error.stack"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrapped_call_within_a_wrapped_call_is_its_child()
    {
        var inner = Tracer.Wrap(() => { }, "inner");
        Tracer.Wrap(() => inner(), "outer")();

        var spans = _tracer.Writer.Spans;
        Assert.Equal(["outer", "inner"], spans.Select(span => span.Name));
        Assert.Equal(spans[0].SpanId, spans[1].ParentId);
    }

    [Fact]
    public async Task An_asynchronous_function_is_covered_until_its_task_ends()
    {
        var gate = new TaskCompletionSource();
        var wrapped = Tracer.Wrap(async () => { await gate.Task; return 7; }, "async");
        var running = wrapped();

        Assert.Null(Tracer.CurrentSpan);
        Assert.Empty(_tracer.Writer.Chunks);
        gate.SetResult();
        Assert.Equal(7, await running);
        Assert.Equal("async", Only.Name);
    }

    [Fact]
    public async Task A_faulted_task_marks_the_span()
    {
        Func<Task> failing = async () =>
        {
            await Task.Yield();
            throw new FormatException("bad");
        };

        await Assert.ThrowsAsync<FormatException>(Tracer.Wrap(failing, "async"));
        Assert.Equal("System.FormatException", Only.GetTag("error.type"));
    }

    [Fact]
    public void An_iteration_has_a_span_from_the_first_item_to_the_end()
    {
        var items = Tracer.Wrap((int n) => Count(n), "items")(3);
        Assert.Null(Tracer.CurrentSpan);
        using (var enumerator = items.GetEnumerator())
        {
            Assert.True(enumerator.MoveNext());
            Assert.Null(Tracer.CurrentSpan);
            Assert.Empty(_tracer.Writer.Chunks);
        }
        Assert.False(Only.Error);
        Assert.Equal([0, 1, 2], items);
        Assert.Equal(2, _tracer.Writer.Chunks.Count);
    }

    [Fact]
    public void An_exception_in_an_iteration_marks_the_span()
    {
        Assert.Throws<FormatException>(() => Tracer.Wrap((int n) => Count(n), "items")(-1).ToList());
        Assert.True(Only.Error);
    }

    [Fact]
    public async Task An_asynchronous_iteration_is_covered_and_its_disposal_ends_it()
    {
        Span? seen = null;
        async IAsyncEnumerable<int> Items()
        {
            seen = Tracer.CurrentSpan;
            await Task.Yield();
            yield return 1;
            yield return 2;
        }

        await foreach (var _ in Tracer.Wrap(Items, "items")())
        {
            Assert.Null(Tracer.CurrentSpan);
            break;
        }
        Assert.Same(seen, Only);
        Assert.False(Only.Error);
    }

    [Fact]
    public async Task The_end_of_an_iteration_that_is_left_early_runs_inside_its_span()
    {
        var seen = new List<Span?>();
        IEnumerable<int> Items()
        {
            try
            {
                yield return 1;
            }
            finally
            {
                seen.Add(Tracer.CurrentSpan);
            }
        }

        async IAsyncEnumerable<int> ItemsAsync()
        {
            try
            {
                yield return 1;
            }
            finally
            {
                await Task.Yield();
                seen.Add(Tracer.CurrentSpan);
            }
        }

        foreach (var _ in Tracer.Wrap(Items, "items")())
            break;
        await foreach (var _ in Tracer.Wrap(ItemsAsync, "items")())
            break;
        Assert.Equal<Span?>(_tracer.Writer.Spans, seen);
        Assert.Null(Tracer.CurrentSpan);
    }

    [Fact]
    public async Task Blocks_get_their_span_and_answer_what_they_did()
    {
        Assert.Equal(3, Tracer.Trace("block", span => { span.SetTag("k", "v"); return 3; }));
        Tracer.Trace("block", span => { span.Resource = "r"; });
        Assert.Equal(4, await Tracer.Trace("block", async span => { await Task.Yield(); return span.SpanId == 0 ? 0 : 4; }));
        await Tracer.Trace("block", async span => { await Task.Yield(); span.SetTag("k", 1); });
        await Assert.ThrowsAsync<FormatException>(() => Tracer.Trace("block", async Task<int> (span) => { await Task.Yield(); throw new FormatException(span.Name); }));

        Assert.Equal(5, _tracer.Writer.Spans.Count);
        Assert.True(_tracer.Writer.Spans[4].Error);
    }

    [Fact]
    public void While_tracing_is_disabled_everything_runs_and_nothing_is_recorded()
    {
        var tracer = new TestTracer(("DD_TRACE_ENABLED", "false"));
        ProcessTracer.Current = tracer.Core;

        Assert.Equal(2, Tracer.Wrap((int n) => n + 1)(1));
        Assert.Equal([0], Tracer.Wrap((int n) => Count(n), "items")(1));
        using var span = Tracer.Trace("nothing");
        span.SetTag("k", "v").SetException(new FormatException()).Finish();
        Assert.Null(span.GetTag("k"));
        Assert.False(span.Error);
        Assert.Null(Tracer.CurrentSpan);
        Assert.Empty(tracer.Writer.Chunks);
    }

    private static void Assemble()
    {
    }

    private static IEnumerable<int> Count(int count)
    {
        if (count < 0)
            throw new FormatException();
        for (var i = 0; i < count; i++)
            yield return i;
    }
}
