using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Probes;

[Collection("the process's tracer")]
public sealed class ValueTaskTests : IDisposable
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly TestTracer _tracer = new();

    public ValueTaskTests() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    private Span Only => Assert.Single(_tracer.Writer.Spans);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_has_the_stack_trace_that_it_has_without_a_span(bool atOnce)
    {
        Assert.Equal(await TraceOf(Fail(atOnce)), await TraceOf(Traced(Fail(atOnce))));
        Assert.Equal((true, "System.FormatException"), (Only.Error, Only.GetTag("error.type")));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task An_exception_instead_of_a_result_has_the_stack_trace_that_it_has_without_a_span(bool atOnce, bool wanted)
    {
        Assert.Equal(await TraceOf(FailWithResult(atOnce)), await TraceOf(Traced(FailWithResult(atOnce), wanted)));
        Assert.Equal((true, "System.FormatException"), (Only.Error, Only.GetTag("error.type")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_span_ends_before_whoever_awaits_goes_on(bool wanted)
    {
        var source = new Source();
        var goesOn = SpansAfter(Traced(source.Task, wanted));
        Assert.Empty(_tracer.Writer.Spans);
        source.Succeed(42);
        Assert.Equal((42, 1), await goesOn);
    }

    [Fact]
    public void A_result_that_is_wanted_is_seen()
    {
        var source = new Source();
        var observer = new Observer();
        var task = Traced(source.Task, observer);
        source.Succeed(42);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(42, observer.Result);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_task_that_nobody_awaits_ends_its_span(bool fails, bool before)
    {
        var source = new Source();
        if (before)
            source.End(fails);
        var task = Traced(source.Task, wanted: false);
        if (!before)
            source.End(fails);
        Assert.True(task.IsCompleted);
        Assert.Equal((fails, fails ? "System.FormatException" : null), (Only.Error, Only.GetTag("error.type")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_canceled_task_is_canceled_by_the_same_exception(bool before)
    {
        var source = new Source();
        var canceled = new OperationCanceledException("enough", new CancellationToken(true));
        if (before)
            source.Fail(canceled);
        var task = Traced(source.Task, wanted: false);
        if (!before)
            source.Fail(canceled);
        Assert.True(task.IsCanceled);
        Assert.Same(canceled, await Assert.ThrowsAsync<OperationCanceledException>(async () => await task));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_awaits_goes_on_in_the_context_that_was_asked_for(bool asked)
    {
        var source = new Source();
        var context = new Context();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            _ = SpansAfter(Traced(source.Task, wanted: false), asked);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
        source.Succeed(1);
        Assert.Equal(asked ? 1 : 0, context.Posts);
    }

    [Fact]
    public async Task Whoever_awaits_goes_on_in_place_and_in_its_own_flow()
    {
        var source = new Source();
        var local = new AsyncLocal<string> { Value = "own" };
        var goesOn = After();
        local.Value = "other";
        var completes = new Thread(() => source.Succeed(1)) { IsBackground = true };
        completes.Start();
        Assert.Equal((completes, "own"), await goesOn);

        async Task<(Thread, string)> After()
        {
            await Traced(source.Task, wanted: false).ConfigureAwait(false);
            return (Thread.CurrentThread, local.Value);
        }
    }

    [Fact]
    public void A_task_that_another_one_is_behind_stays_the_same()
    {
        var one = new TaskCompletionSource<int>().Task;
        Assert.Same(one, Traced(new ValueTask<int>(one), wanted: false).AsTask());
        Assert.Same(one, Traced(new ValueTask(one)).AsTask());
        var text = new TaskCompletionSource<string>().Task;
        var scope = Probe.Enter(Site(null));
        Assert.Same(text, Probe.ExitValueTask(new ValueTask<string>(text), ref scope).AsTask());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Fail(bool atOnce)
    {
        if (!atOnce)
            await Task.Yield();
        throw new FormatException("no number");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> FailWithResult(bool atOnce)
    {
        if (!atOnce)
            await Task.Yield();
        throw new FormatException("no number");
    }

    private static async Task<string> TraceOf(ValueTask task)
    {
        try
        {
            await task;
            return "";
        }
        catch (FormatException e)
        {
            return e.ToString();
        }
    }

    private static async Task<string> TraceOf(ValueTask<int> task)
    {
        try
        {
            await task;
            return "";
        }
        catch (FormatException e)
        {
            return e.ToString();
        }
    }

    private async Task<(int Result, int Spans)> SpansAfter(ValueTask<int> task, bool inContext = false) =>
        (await task.ConfigureAwait(inContext), _tracer.Writer.Spans.Count);

    private static ValueTask Traced(ValueTask task)
    {
        var scope = Probe.Enter(Site(null));
        return Probe.ExitValueTask(task, ref scope);
    }

    private static ValueTask<int> Traced(ValueTask<int> task, bool wanted) => Traced(task, wanted ? new Observer() : null);

    private static ValueTask<int> Traced(ValueTask<int> task, Observer? observer)
    {
        var scope = Probe.Prepare(Site(observer));
        Probe.Begin(ref scope);
        return observer is null ? Probe.ExitValueTask(task, ref scope) : Probe.ExitValueTaskWithResult(task, ref scope);
    }

    private static int Site(IProbeObserver? observer) => Probe.Register([new ProbeSite { Name = "call", Observer = observer }]);

    private sealed class Observer : IProbeObserver
    {
        public object? Result { get; private set; }

        public void OnEnter(Span span, object? a, object? b, object? c, object? d)
        {
        }

        public void OnExit(Span span, object? result, Exception? exception) => Result = result;
    }

    private sealed class Context : SynchronizationContext
    {
        public int Posts { get; private set; }

        public override void Post(SendOrPostCallback d, object? state)
        {
            Posts++;
            d(state);
        }
    }

    // Answers once, as sources may.
    private sealed class Source : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public ValueTask<int> Task => new(this, _core.Version);

        public void Succeed(int result) => _core.SetResult(result);

        public void Fail(Exception exception) => _core.SetException(exception);

        public void End(bool fails)
        {
            if (fails)
                Fail(new FormatException("no number"));
            else
                Succeed(1);
        }

        public int GetResult(short token)
        {
            try
            {
                return _core.GetResult(token);
            }
            finally
            {
                _core.Reset();
            }
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
