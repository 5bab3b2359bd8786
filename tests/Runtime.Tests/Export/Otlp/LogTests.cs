using DdRun.Export.Otlp;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Testing.Otlp;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>Log records from the application's threads to a receiver.</summary>
public class LogTests
{
    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task A_record_arrives_with_its_fields_and_the_active_span(string protocol)
    {
        await using var receiver = await OtlpReceiver.Start();
        var logs = For(receiver.Url, protocol);
        var attributes = new LogAttributes();
        attributes.Add("n", 3);
        attributes.Add("list", new[] { 1.5, 2 });
        attributes.Add("n", "the first counts");
        attributes.Add(new InvalidOperationException("went wrong"));
        var record = new LogRecord(1_700_000_000_123_456_789, 13, "Warning", "it is \u0007 low", "Shop.Kitchen", attributes.All);
        Span span;
        using (span = new TestTracer().Trace("work"))
            logs.Add(record);
        logs.Add(record with { Category = "" });
        logs.Flush();
        var got = receiver.Logs.Items.Single(log => log.ScopeName == "Shop.Kitchen");
        Assert.Equal((1_700_000_000_123_456_789ul, 13, "Warning", "it is \u0007 low"), (got.Time, got.SeverityNumber, got.SeverityText, got.Body));
        Assert.Equal(3L, got.Attributes["n"]);
        Assert.Equal(new object?[] { 1.5, 2.0 }, got.Attributes["list"]);
        Assert.Equal(("System.InvalidOperationException", "went wrong"), (got.Attributes["exception.type"], got.Attributes["exception.message"]));
        Assert.Equal((span.TraceId.ToString("x32"), span.SpanId.ToString("x16")), (got.TraceId, got.SpanId));
        Assert.Equal("", receiver.Logs.Items.Single(log => log.ScopeName.Length == 0).SpanId);
        Assert.Equal("test-service", got.Resource["service.name"]);
        Assert.Equal("/v1/logs", receiver.Requests.Items[0].Path);
        Assert.Equal((2, 2, 0, 0, 0), logs.Counts);
    }

    [Fact]
    public async Task Whatever_becomes_of_records_is_counted()
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.Script = request => OtlpWire.Logs(request.Body)[0].Body switch
        {
            "refused" => new AgentAnswer.Reply(400, "no"),
            "rejected" => new AgentAnswer.Reply(200, "\u000a\u0002\u0008\u0001"),
            _ => null,
        };
        var logs = For(receiver.Url, "http/protobuf");
        foreach (var body in (string[])["refused", "rejected", "taken"])
        {
            logs.Add(new LogRecord(1, 9, "Information", body, "", []));
            logs.Flush();
        }
        Assert.Equal((3, 1, 0, 1, 1), logs.Counts);
        // More than the queue holds, should nobody take out in time.
        var large = new string('x', 20_000);
        for (var i = 0; i < 2000; i++)
            logs.Add(new LogRecord(1, 9, "Information", large, "", []));
        logs.Flush();
        var (came, sent, full, rejected, failed) = logs.Counts;
        Assert.Equal(2003, came);
        Assert.Equal(came, sent + full + rejected + failed);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task Attributes_that_find_no_place_are_counted(string protocol)
    {
        await using var receiver = await OtlpReceiver.Start();
        var logs = For(receiver.Url, protocol);
        var attributes = new LogAttributes();
        for (var i = 0; i < 131; i++)
            attributes.Add("n" + i, i);
        attributes.Add("n0", "once more");
        logs.Add(new LogRecord(1, 9, "Information", "many", "", attributes.All) { DroppedAttributes = attributes.Dropped });
        logs.Flush();
        var log = Assert.Single(receiver.Logs.Items);
        Assert.Equal((128, 3u), (log.Attributes.Count, log.DroppedAttributes));
    }

    private static LogExporter For(string url, string protocol) => new(TestTracer.SettingsOf(
        ("OTEL_LOGS_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000")));
}
