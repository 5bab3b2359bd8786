using System.Text.Json.Nodes;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>The facts about wrapping, each carried out by the id it goes by.</summary>
[Collection("the process's tracer")]
public sealed class WrapVectors : IDisposable
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private TestTracer _tracer = new();

    public WrapVectors() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    [Theory]
    [VectorData("wrap_semantics")]
    public async Task Wrapping(VectorCase vector)
    {
        switch (vector.Id)
        {
            case VectorDataAttribute.Absent:
                break;
            case "wrap-default-name":
            case "wrap-default-name-method":
                DefaultNames();
                break;
            case "wrap-explicit":
                Explicit(vector["args"]!);
                break;
            case "wrap-return":
                Assert.Equal(3, Tracer.Wrap(() => 3, "n")());
                Assert.True(Only.IsFinished);
                break;
            case "wrap-raise":
                Raise();
                break;
            case "wrap-multiple-calls":
                var twice = Tracer.Wrap(() => { }, "n");
                twice();
                twice();
                Assert.Equal(2, _tracer.Writer.Spans.Select(s => s.TraceId).Distinct().Count());
                break;
            case "wrap-nested":
                Tracer.Wrap(Tracer.Wrap(() => { }, "inner"), "outer")();
                Assert.Equal(Named("outer").SpanId, Named("inner").ParentId);
                break;
            case "wrap-generator":
                Iterate();
                break;
            case "wrap-generator-error":
                Assert.Throws<InvalidDataException>(() => Tracer.Wrap(Broken, "n")().Count());
                Assert.True(Only.Error);
                break;
            case "wrap-generator-abandoned":
                Assert.Equal(1, Tracer.Wrap(Numbers, "n")().First());
                Assert.False(Only.Error);
                break;
            case "wrap-async":
                await Async();
                break;
            case "wrap-async-error":
                await Assert.ThrowsAsync<InvalidDataException>(Tracer.Wrap(BrokenAsync, "n"));
                Assert.Equal(("System.IO.InvalidDataException", "broken"), (Only.GetTag("error.type"), Only.GetTag("error.message")));
                break;
            case "wrap-async-generator":
                await AsyncIterate();
                break;
            case "wrap-disabled":
                Disabled();
                break;
            default:
                Assert.Fail($"Nobody has said what {vector.Id} means here.");
                break;
        }
    }

    private Span Only => Assert.Single(_tracer.Writer.Spans);

    private Span Named(string name) => Assert.Single(_tracer.Writer.Spans, s => s.Name == name);

    // A module's counterpart is a namespace.
    private void DefaultNames()
    {
        Assert.Equal(2, Tracer.Wrap(Numbers)().Count());
        Assert.Equal("DdRun.Runtime.Tests.Vectors.Numbers", Only.Name);
        Assert.Equal(Only.Name, Only.Resource);
        Assert.Equal("test-service", Only.Service);
        ProcessTracer.Current = (_tracer = new(("DD_TRACE_WRAP_SPAN_NAME_INCLUDE_CLASS", "true"))).Core;
        Assert.Equal(2, Tracer.Wrap(Numbers)().Count());
        Assert.Equal("DdRun.Runtime.Tests.Vectors.WrapVectors.Numbers", Only.Name);
    }

    private void Explicit(JsonNode args)
    {
        Tracer.Wrap(() => { }, Text("name"), Text("service"), Text("resource"), Text("span_type"))();
        Assert.Equal((Text("name"), Text("service"), Text("resource"), Text("span_type")), (Only.Name, Only.Service, Only.Resource, Only.Type));

        string Text(string name) => args[name]!.GetValue<string>();
    }

    private void Raise()
    {
        var thrown = new InvalidDataException("broken");
        Action broken = () => throw thrown;
        Assert.Same(thrown, Assert.Throws<InvalidDataException>(Tracer.Wrap(broken, "n")));
        Assert.True(Only.Error);
        Assert.Equal(("System.IO.InvalidDataException", "broken"), (Only.GetTag("error.type"), Only.GetTag("error.message")));
        Assert.Contains("broken", Only.GetTag("error.stack"), StringComparison.Ordinal);
    }

    private void Iterate()
    {
        using var items = Tracer.Wrap(Numbers, "n")().GetEnumerator();
        Assert.Empty(_tracer.Core.OpenTraces.ToList());
        Assert.Empty(_tracer.Writer.Chunks);
        while (items.MoveNext())
            Assert.Empty(_tracer.Writer.Chunks);
        Assert.True(Only.IsFinished);
    }

    private async Task Async()
    {
        var gate = new TaskCompletionSource();
        var running = Tracer.Wrap(async () => await gate.Task, "n")();
        Assert.Empty(_tracer.Writer.Chunks);
        gate.SetResult();
        await running;
        Assert.True(Only.IsFinished);
    }

    private async Task AsyncIterate()
    {
        await foreach (var item in Tracer.Wrap(NumbersAsync, "whole")())
            Assert.Empty(_tracer.Writer.Chunks);
        Assert.True(Named("whole").IsFinished);
        await foreach (var item in Tracer.Wrap(NumbersAsync, "early")())
            break;
        Assert.False(Named("early").Error);
    }

    private void Disabled()
    {
        ProcessTracer.Current = (_tracer = new(("DD_TRACE_ENABLED", "false"))).Core;
        Assert.Equal(3, Tracer.Wrap(() => 3, "n")());
        Assert.Empty(_tracer.Writer.Chunks);
    }

    private static IEnumerable<int> Numbers()
    {
        yield return 1;
        yield return 2;
    }

    private static IEnumerable<int> Broken()
    {
        yield return 1;
        throw new InvalidDataException("broken");
    }

    private static async IAsyncEnumerable<int> NumbersAsync()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }

    private static async Task BrokenAsync()
    {
        await Task.Yield();
        throw new InvalidDataException("broken");
    }
}
