using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Probes;

[Collection("the process's tracer")]
public sealed class QuietFlowTests : IDisposable
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly TestTracer _tracer = new();
    private readonly int _first = Probe.Register(
    [
        new() { Name = "query", Observer = new Client() },
        new() { Name = "request", Tags = [new("span.kind", "client")] },
        new() { Name = "job", Tags = [new("span.kind", "internal")] },
    ]);

    public QuietFlowTests() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    [Fact]
    public void A_call_that_goes_out_begins_no_trace_there()
    {
        QuietFlow.Begin();
        Query();
        Request();
        QuietFlow.End();
        Assert.Empty(_tracer.Writer.Spans);

        Query();
        Request();
        Assert.Equal(["query", "request"], Names);
    }

    [Fact]
    public void Within_a_trace_that_something_else_begins_it_is_a_span_as_everywhere()
    {
        QuietFlow.Begin();
        var job = Probe.Enter(_first + 2);
        Query();
        Request();
        Probe.Exit(ref job);
        Query();
        QuietFlow.End();

        Assert.Equal(["job", "query", "request"], Names.Order());
        Assert.Single(_tracer.Writer.Chunks);
    }

    [Fact]
    public void Nor_is_a_trace_touched_that_was_there_before()
    {
        using (_tracer.Trace("outer"))
        {
            QuietFlow.Begin();
            Query();
            QuietFlow.End();
        }

        Assert.Equal(["outer", "query"], Names.Order());
    }

    [Fact]
    public async Task It_goes_with_the_flow_and_comes_to_no_other()
    {
        QuietFlow.Begin();
        QuietFlow.Begin();
        var go = new TaskCompletionSource();
        var quiet = Later();
        QuietFlow.End();
        Query();
        QuietFlow.End();
        Request();
        go.SetResult();
        await quiet;
        Assert.Equal(["request"], Names);

        async Task Later()
        {
            await go.Task;
            Query();
        }
    }

    private IEnumerable<string> Names => _tracer.Writer.Spans.Select(span => span.Name);

    private void Query()
    {
        var scope = Probe.Prepare(_first);
        Probe.Begin(ref scope);
        Probe.Exit(ref scope);
    }

    private void Request()
    {
        var scope = Probe.Enter(_first + 1);
        Probe.Exit(ref scope);
    }

    private sealed class Client : IClientObserver
    {
        public void OnEnter(Span span, object? a, object? b, object? c, object? d)
        {
        }

        public void OnExit(Span span, object? result, Exception? exception)
        {
        }
    }
}
