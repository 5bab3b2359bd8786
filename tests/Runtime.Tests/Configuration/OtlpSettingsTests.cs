using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Export;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Export.Otlp;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Testing.Otlp;

namespace DdRun.Runtime.Tests.Configuration;

[Collection("the log")]
public class OtlpSettingsTests
{
    private const string Secret = "s3cr3t-t0ken";

    [Fact]
    public void Nothing_is_read_where_nobody_asks_for_it() =>
        Assert.Null(TestTracer.SettingsOf(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"), ("OTEL_TRACES_EXPORTER", "console")).Otlp);

    [Theory]
    [InlineData(null, null, "http://localhost:4318/v1/traces", "/v1/traces")]
    [InlineData("", "", "http://localhost:4318/v1/traces", "/v1/traces")]
    [InlineData("http://c:1", null, "http://c:1/v1/traces", "/v1/traces")]
    [InlineData("http://c:1/", null, "http://c:1/v1/traces", "/v1/traces")]
    [InlineData("https://user:pw@c/otlp/?token=a", null, "https://c:443/otlp/v1/traces", "/otlp/v1/traces?token=a")]
    [InlineData("http://c:1", "http://d", "http://d:80/", "/")]
    [InlineData("http://c:1", "https://d/in?k=v", "https://d:443/in", "/in?k=v")]
    [InlineData("http://c:1", "[nonsense", "http://c:1/v1/traces", "/v1/traces")]
    [InlineData("c:1", null, "http://localhost:4318/v1/traces", "/v1/traces")]
    [InlineData("HTTP://[::1]:99/a b", null, "http://localhost:4318/v1/traces", "/v1/traces")]
    [InlineData("HTTP://[::1]:99/a", null, "http://[::1]:99/a/v1/traces", "/a/v1/traces")]
    public void The_endpoint(string? common, string? own, string url, string path)
    {
        var traces = Read(("OTEL_EXPORTER_OTLP_ENDPOINT", common), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", own)).Otlp!.Traces!;
        Assert.Equal((url, path), (traces.Url, traces.Path));
    }

    [Theory]
    [InlineData("http/protobuf", null, OtlpProtocol.Protobuf, null)]
    [InlineData("http/json", null, OtlpProtocol.Json, null)]
    [InlineData("HTTP/JSON", "", OtlpProtocol.Json, null)]
    [InlineData("http/json", "http/protobuf", OtlpProtocol.Protobuf, null)]
    [InlineData("grpc", null, OtlpProtocol.Protobuf, "4318")]
    [InlineData("carrier pigeon", null, OtlpProtocol.Protobuf, "http/protobuf, http/json")]
    public void The_protocol(string? common, string? own, object protocol, string? warning)
    {
        var settings = Read(("OTEL_EXPORTER_OTLP_PROTOCOL", common), ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", own));
        Assert.Equal(protocol, settings.Otlp!.Traces!.Protocol);
        if (warning is null)
            Assert.Empty(settings.Problems);
        else
            Assert.Contains(warning, Assert.Single(settings.Problems).ToString());
    }

    [Theory]
    [InlineData("a=b,c = d%20e ,x-y=%C3%A9%3D", "a: b\r\nc: d e\r\nx-y: é=\r\n", 0)]
    [InlineData("a=1=2,,", "a: 1=2\r\n", 0)]
    [InlineData("a=b%0d%0aX: y,c=d", "c: d\r\n", 1)]
    [InlineData("nonsense,bad name=1", "", 1)]
    public void The_headers(string value, string lines, int problems)
    {
        var settings = Read(("OTEL_EXPORTER_OTLP_HEADERS", value));
        Assert.Equal(lines, settings.Otlp!.Traces!.Headers);
        Assert.Equal(problems, settings.Problems.Count);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317", "4318")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://collector:4317/in", "4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "http://")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://:4318", "has no host")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:99999", "no valid port")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "nonsense", "name=value")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", "milliseconds")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd", "gzip, none")]
    [InlineData("OTEL_LOGS_EXPORTER", "console", "otlp, none")]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus", "not supported")]
    [InlineData("OTEL_TRACES_EXPORTER", "console", "not supported")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "sometimes", "cumulative, delta, lowmemory")]
    [InlineData("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "metrics", "logs, logs/dup")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "100", "DD_TRACE_WRITER_BUFFER_SIZE_BYTES")]
    public void A_bad_value_is_told_once_for_all_signals(string name, string value, string told)
    {
        var all = new Dictionary<string, string> { ["OTEL_TRACES_EXPORTER"] = "otlp", ["OTEL_METRICS_EXPORTER"] = "otlp", ["OTEL_LOGS_EXPORTER"] = "otlp", [name] = value };
        var problem = Assert.Single(TestTracer.SettingsOf([.. all.Select(pair => (pair.Key, pair.Value))]).Problems).ToString();
        Assert.StartsWith(name + "=", problem);
        Assert.Contains(told, problem);
    }

    [Theory]
    [InlineData(null, null, null, 10, 10)]
    [InlineData(null, "2000", "3000", 2, 3)]
    [InlineData("1000", "2000", "3000", 1, 1)]
    public void The_shortest_time_out_holds(string? all, string? spans, string? metrics, int secondsOfSpans, int secondsOfMetrics)
    {
        var otlp = Read(("OTEL_METRICS_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_TIMEOUT", all), ("OTEL_BSP_EXPORT_TIMEOUT", spans), ("OTEL_METRIC_EXPORT_TIMEOUT", metrics)).Otlp!;
        Assert.Equal((TimeSpan.FromSeconds(secondsOfSpans), TimeSpan.FromSeconds(secondsOfMetrics)), (otlp.Traces!.Timeout, otlp.Metrics!.Timeout));
    }

    [Theory]
    [InlineData("otlp", null, null, true, true)]
    [InlineData(null, "true", "true", true, true)]
    [InlineData(null, "true", null, false, false)]
    [InlineData("otlp", null, "false", true, false)]
    [InlineData("none", null, null, false, false)]
    public void Metrics_by_either_switch(string? exporter, string? byOtlp, string? runtime, bool metrics, bool runtimeMetrics)
    {
        var settings = TestTracer.SettingsOf([.. Given(("OTEL_METRICS_EXPORTER", exporter), ("DD_METRICS_OTEL_ENABLED", byOtlp), ("DD_RUNTIME_METRICS_ENABLED", runtime))]);
        Assert.Equal((metrics, runtimeMetrics), (settings.Otlp?.Metrics is not null, settings.RuntimeMetricsEnabled));
        Assert.Null(settings.Otlp?.Traces);
    }

    [Theory]
    [InlineData(null, null, 60)]
    [InlineData("5000", null, 5)]
    [InlineData("5000", "7", 7)]
    public void The_interval_of_metrics(string? otel, string? datadog, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("OTEL_METRIC_EXPORT_INTERVAL", otel), ("DD_RUNTIME_METRICS_INTERVAL", datadog)).Otlp!.MetricInterval);

    [Fact]
    public async Task Nobody_is_told_the_values_of_headers()
    {
        var lines = new List<string>();
        Log.Observer = lines.Add;
        try
        {
            await using var receiver = await OtlpReceiver.Start();
            receiver.Script = request => new AgentAnswer.Reply(401, "no");
            // One that can be used and one that cannot.
            var settings = TestTracer.SettingsOf(("OTEL_TRACES_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Url), ("DD_TRACE_DEBUG", "true"),
                ("OTEL_EXPORTER_OTLP_HEADERS", $"authorization=Bearer%20{Secret},{Secret}"));
            var tracer = ProcessTracer.Make(settings);
            tracer.Begin("span", null, null, null).Finish();
            tracer.Flush();
            Assert.Equal("Bearer " + Secret, Assert.Single(receiver.Requests.Items).Headers["authorization"]);
            Assert.Contains(lines, line => line.Contains("401", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains(receiver.Url, StringComparison.Ordinal) && line.Contains("CONFIGURATION", StringComparison.Ordinal));
            lines.Add(StartupLog.Json(settings, null, null));
            lines.Add(settings.Otlp!.ToString());
            lines.AddRange(settings.Problems.Select(problem => problem.ToString()));
            Assert.NotEmpty(settings.Problems);
            Assert.DoesNotContain(lines, line => line.Contains(Secret, StringComparison.Ordinal));
        }
        finally
        {
            Log.Observer = null;
        }
    }

    private static Settings Read(params (string Name, string? Value)[] environment) => TestTracer.SettingsOf([("OTEL_TRACES_EXPORTER", "otlp"), .. Given(environment)]);

    private static IEnumerable<(string, string)> Given(params (string Name, string? Value)[] environment) =>
        environment.Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!));
}
