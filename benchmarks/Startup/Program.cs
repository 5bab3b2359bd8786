using System.Collections;
using System.Globalization;
using DdRun.Benchmarks.Startup;
using DdRun.Testing;
using DdRun.Testing.Otlp;

// Alternates plain, cold and warm starts, without runtime metrics and with them, to an agent and by OTLP, so that what else the machine does hits all alike.
if (args is ["tool", var tool])
    return ToolStart.Compare(tool);
var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 20;

await using var agent = await TestAgent.Start();
await using var receiver = await OtlpReceiver.Start();
using var statsd = StatsdReceiver.Start();
using var folder = new TemporaryFolder();
var manifest = folder.Write("hello.json", """{ "instrument": [ { "method": "Hello.Greeter.Greet(*)", "name": "greet" } ] }""");
var cache = Path.Combine(folder.Path, "cache");
var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(variable => $"{variable.Key}={variable.Value}")
    .Where(variable => !variable.StartsWith("DD_", StringComparison.Ordinal) && !variable.StartsWith("OTEL_", StringComparison.Ordinal) && !variable.StartsWith("XDG_CACHE_HOME", StringComparison.Ordinal))
    .Append($"DD_TRACE_AGENT_URL={agent.Url}")
    .Append($"DD_DOGSTATSD_URL={statsd.Url}")
    .Append($"OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Url}")
    .Append($"XDG_CACHE_HOME={cache}")
    .ToArray();
string[] target = ["dotnet", Repository.App("Hello", "Hello.dll")];
string[] traced = [Repository.Launcher, "--manifest", manifest, "--", .. target];
string[] measured = [Repository.Launcher, "--manifest", manifest, "--runtime-metrics", "--", .. target];

string[] allByOtlp = [Repository.Launcher, "--manifest", manifest, "--exporter", "otlp", "--endpoint", receiver.Url, "--", .. target];

var plain = new Variant("dotnet hello.dll", target);
var cold = new Variant("dd-run, cold cache", traced) { IsCold = true, MostTimes = 3 };
var warm = new Variant("dd-run, warm cache", traced) { MostTimes = 1.8, MostMegabytes = 12 };
var measuredCold = new Variant("  and metrics, cold", measured) { IsCold = true, MostTimes = 4, MostMegabytes = 25 };
var measuredWarm = new Variant("  and metrics, warm", measured);
// A cold start fills the cache for the warm one after it.
var otlpWarm = new Variant("  traces by OTLP", traced) { MoreVariables = ["OTEL_TRACES_EXPORTER=otlp"], Beside = warm, MostMilliseconds = 5 };
var allOtlpWarm = new Variant("  everything by OTLP", allByOtlp) { Beside = measuredWarm, MostMilliseconds = 5 };
// What draws starts beside the program, and ends after it.
var shown = new Variant("  shown, --local", [Repository.Launcher, "--local", "--manifest", manifest, "--", .. target]) { Beside = measuredWarm, MostMilliseconds = 20 };
Variant[] variants = [plain, cold, warm, otlpWarm, measuredCold, measuredWarm, allOtlpWarm, shown];

for (var round = -1; round < rounds; round++)
{
    foreach (var variant in variants)
    {
        if (variant.IsCold && Directory.Exists(cache))
            Directory.Delete(cache, recursive: true);
        var run = MeasuredProcess.Start(variant.Command, [.. environment, .. variant.MoreVariables]).Wait();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{variant.Name}: exit code {run.ExitCode}");
        // The first round fills the page cache.
        if (round >= 0)
            variant.Runs.Add(run);
    }
}

// All but the plain start and the one that shows its span itself.
var expected = (variants.Length - 2) * (rounds + 1);
var measuredRuns = 3 * (rounds + 1);
var spans = agent.Spans.Items.Count + receiver.Spans.Items.Count;
var metrics = receiver.Points.Items.Count(point => point.Metric == "dotnet.thread_pool.thread.count") + statsd.Metrics.Items.Count(metric => metric.Name == "runtime.dotnet.threads.workers_count");
Console.WriteLine($"{rounds} rounds, {spans} of {expected} spans arrived, runtime metrics of {metrics} of {measuredRuns} runs");
Console.WriteLine(Variant.Heading);
foreach (var variant in variants)
    Console.WriteLine(variant.Compare(plain));
return spans == expected && metrics >= measuredRuns ? 0 : 1;
