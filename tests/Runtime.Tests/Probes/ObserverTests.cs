using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Probes;

/// <summary>Calls of woven methods as their code makes them.</summary>
[Collection("the process's tracer")]
public sealed class ObserverTests : IDisposable
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly TestTracer _tracer = new();

    public ObserverTests() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    private Span Only => Assert.Single(_tracer.Writer.Spans);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_span_is_active_where_the_observer_wants_it_to_be(bool activates)
    {
        var observer = new Recorder { Activates = activates };
        var outer = _tracer.Trace("outer");
        var scope = Begin(observer);

        Assert.Equal(activates ? "call" : "outer", Tracer.CurrentSpan?.Name);
        Probe.Exit(ref scope);
        Assert.Same(outer, Tracer.CurrentSpan);
        outer.Finish();
        Assert.Equal(["outer", "call"], Assert.Single(_tracer.Writer.Chunks).Select(span => span.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_span_ends_with_its_task_whether_the_observer_sees_it_or_not(bool seesEnd)
    {
        var observer = new Recorder { SeesEnd = seesEnd };
        var task = new TaskCompletionSource<int>();
        var scope = Begin(observer);
        Probe.ExitTask<int>(task.Task, ref scope);

        Assert.Empty(_tracer.Writer.Spans);
        task.SetResult(42);
        Assert.Equal("call", Only.Name);
        Assert.Equal(seesEnd ? [42] : [], observer.Results);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_task_that_fails_fails_the_span(bool seesEnd, bool before)
    {
        var task = new TaskCompletionSource<int>();
        var scope = Begin(new Recorder { SeesEnd = seesEnd });
        if (before)
            task.SetException(new FormatException("no number"));
        Probe.ExitTask<int>(task.Task, ref scope);
        if (!before)
            task.SetException(new FormatException("no number"));

        Assert.Equal((true, "System.FormatException"), (Only.Error, Only.GetTag("error.type")));
        Assert.NotNull(task.Task.Exception);
    }

    // Of several that await one task, the runtime lets one go on in place.
    [Theory]
    [InlineData(TaskCreationOptions.None, true)]
    [InlineData(TaskCreationOptions.RunContinuationsAsynchronously, false)]
    public async Task Whoever_awaits_a_task_goes_on_where_it_would_without_a_span(TaskCreationOptions options, bool inPlace)
    {
        var task = new TaskCompletionSource<int>(options);
        EndWith(task.Task);
        var goesOn = ThreadAfter(task.Task);
        var completes = new Thread(() => task.SetResult(42)) { IsBackground = true };
        completes.Start();

        Assert.Equal(inPlace, ReferenceEquals(completes, await goesOn));
        Assert.True(SpinWait.SpinUntil(() => _tracer.Writer.Spans.Any(), TimeSpan.FromMinutes(1)));
        Assert.Equal("call", Only.Name);
    }

    [Fact]
    public void A_call_sees_no_values_of_calls_before_it()
    {
        var observer = new Recorder { SeesEnd = false };
        for (var call = 0; call < 3; call++)
        {
            var scope = Begin(observer, "first", call == 1 ? "second" : null);
            Probe.ExitTask<int>(new TaskCompletionSource<int>().Task, ref scope);
        }
        Assert.Equal(["first,", "first,second", "first,"], observer.Values);
    }

    [Fact]
    public void Calls_inside_one_another_keep_their_values_apart()
    {
        var observer = new Recorder { SeesEnd = false };
        var outer = Probe.Prepare(Site(observer));
        Probe.Observe("outer", 0, ref outer);
        var inner = Begin(observer, "inner", null);
        Probe.ExitTask<int>(Task.FromResult(1), ref inner);
        Probe.Begin(ref outer);
        Probe.ExitTask<int>(Task.FromResult(1), ref outer);

        Assert.Equal(["inner,", "outer,"], observer.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(int.MaxValue)]
    public void A_number_stays_the_number_it_is(int number)
    {
        Assert.Equal(number, Boxes<int>.Box(number));
        Assert.Equal((DayOfWeek)number, Boxes<DayOfWeek>.Box((DayOfWeek)number));
        Assert.Equal((uint)number, Boxes<uint>.Box((uint)number));
        Assert.Equal((byte)number, Boxes<byte>.Box((byte)number));
    }

    [Fact]
    public void What_calls_are_observed_with_again_and_again_is_boxed_once()
    {
        Assert.Same(Boxes<DayOfWeek>.Box(DayOfWeek.Friday), Boxes<DayOfWeek>.Box(DayOfWeek.Friday));
        Assert.Same(Boxes<int>.Box(5), Boxes<int>.Box(5));
    }

    private static void EndWith(Task<int> task)
    {
        var scope = Begin(new Recorder { SeesEnd = false });
        Probe.ExitTask<int>(task, ref scope);
    }

    private static async Task<Thread> ThreadAfter(Task task)
    {
        await task.ConfigureAwait(false);
        return Thread.CurrentThread;
    }

    private static int Site(IProbeObserver observer) => Probe.Register([new ProbeSite { Name = "call", Observer = observer }]);

    private static ProbeScope Begin(IProbeObserver observer, string? a = null, string? b = null)
    {
        var scope = Probe.Prepare(Site(observer));
        if (a is not null)
            Probe.Observe(a, 0, ref scope);
        if (b is not null)
            Probe.Observe(b, 1, ref scope);
        Probe.Begin(ref scope);
        return scope;
    }

    private sealed class Recorder : IProbeObserver
    {
        public bool Activates { get; init; } = true;
        public bool SeesEnd { get; init; } = true;
        public List<object?> Results { get; } = [];
        public List<string> Values { get; } = [];

        public void OnEnter(Span span, object? a, object? b, object? c, object? d) => Values.Add($"{a},{b}");

        public void OnExit(Span span, object? result, Exception? exception) => Results.Add(result);
    }
}
