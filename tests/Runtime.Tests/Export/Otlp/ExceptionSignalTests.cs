using DdRun.Hosting;
using DdRun.Testing.Otlp;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>Exceptions of spans as events, as log records, or as both.</summary>
public class ExceptionSignalTests
{
    private static readonly string[] s_facts = ["exception.message", "exception.stacktrace", "exception.type"];

    [Theory]
    [InlineData("http/protobuf", null, true, false)]
    [InlineData("http/protobuf", "logs", false, true)]
    [InlineData("http/protobuf", "LOGS/dup", true, true)]
    [InlineData("http/json", "logs/dup", true, true)]
    [InlineData("http/protobuf", "nonsense", true, false)]
    public async Task Exceptions_go_where_the_setting_says(string protocol, string? setting, bool onSpans, bool inLogs)
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_LOGS_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", setting ?? ""));
        Span span;
        using (span = tracer.Begin("cook", "kitchen", null, null))
        {
            span.AddEvent("stirred");
            span.RecordException(new InvalidOperationException("too hot"), Enumerable.Range(0, 200).Select(i => new KeyValuePair<string, object?>("n" + i, i)));
            span.SetException(new TimeoutException("too late"));
        }
        tracer.Flush();
        ProcessLogs.For(tracer.Settings)!.Flush();
        var got = Assert.Single(receiver.Spans.Items);
        Assert.Equal((2, "too late", "System.TimeoutException"), (got.StatusCode, got.StatusMessage, got["error.type"]));
        Assert.Equal(onSpans ? ["stirred", "exception", "exception"] : ["stirred"], got.Events.Select(happened => happened.Name));
        if (onSpans)
            Assert.Equal(75u, got.Events[1].DroppedAttributes);
        var logs = receiver.Logs.Items;
        Assert.Equal(inLogs ? 2 : 0, logs.Count);
        if (!inLogs)
            return;
        Assert.Equal(["too hot", "too late"], logs.Select(log => log.Body));
        Assert.Equal(["System.InvalidOperationException", "System.TimeoutException"], logs.Select(log => log.Attributes["exception.type"]));
        Assert.Equal([75u, 0u], logs.Select(log => log.DroppedAttributes));
        Assert.Equal(got.End, logs[1].Time);
        Assert.All(logs, log =>
        {
            Assert.Equal((got.TraceId, got.SpanId, 1u, "kitchen", "dd-run"), (log.TraceId, log.SpanId, log.Flags, log.Resource["service.name"], log.ScopeName));
            Assert.Equal((17, "Error", log.Body), (log.SeverityNumber, log.SeverityText, log.Attributes["exception.message"]));
            Assert.Equal(s_facts, log.Attributes.Keys.Intersect(s_facts).Order());
        });
    }

    [Fact]
    public async Task Exceptions_stay_on_their_spans_where_no_logs_go_by_OTLP()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "logs"));
        using (var span = tracer.Begin("cook", null, null, null))
            span.SetException(new TimeoutException("too late"));
        tracer.Flush();
        Assert.Equal("exception", Assert.Single(Assert.Single(receiver.Spans.Items).Events).Name);
        Assert.Contains(tracer.Settings.Problems, problem => problem.ToString().Contains("OTEL_LOGS_EXPORTER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exceptions_of_activities_stay_where_the_application_has_put_them()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_LOGS_EXPORTER", "otlp"), ("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "logs"));
        using (var span = tracer.Begin("cook", null, null, null))
            span.SetTag("otel.library.name", "Kitchen").AddEvent("exception", [new("exception.type", "Burnt")]);
        tracer.Flush();
        ProcessLogs.For(tracer.Settings)!.Flush();
        Assert.Equal("Burnt", Assert.Single(Assert.Single(receiver.Spans.Items).Events).Attributes["exception.type"]);
        Assert.Empty(receiver.Logs.Items);
    }
}
