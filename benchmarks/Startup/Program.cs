using System.Collections;
using DdRun.Benchmarks.Startup;
using DdRun.Testing;

// Alternates plain, cold and warm starts, so that what else the machine does hits all three alike.
var rounds = args is [var text, ..] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 20;

await using var agent = await TestAgent.Start();
using var statsd = StatsdReceiver.Start();
using var folder = new TemporaryFolder();
var manifest = folder.Write("hello.json", """{ "instrument": [ { "method": "Hello.Greeter.Greet(*)", "name": "greet" } ] }""");
var cache = Path.Combine(folder.Path, "cache");
var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(variable => $"{variable.Key}={variable.Value}")
    .Where(variable => !variable.StartsWith("DD_", StringComparison.Ordinal) && !variable.StartsWith("XDG_CACHE_HOME", StringComparison.Ordinal))
    .Append($"DD_TRACE_AGENT_URL={agent.Url}")
    .Append($"DD_DOGSTATSD_URL={statsd.Url}")
    .Append($"XDG_CACHE_HOME={cache}")
    .ToArray();
string[] plainCommand = ["dotnet", Repository.App("Hello", "Hello.dll")];
string[] tracedCommand = [Repository.Launcher, "--manifest", manifest, "--runtime-metrics", "--", .. plainCommand];

List<ChildRun> plain = [], cold = [], warm = [];
for (var round = -1; round < rounds; round++)
{
    var plainRun = ChildRun.Measure(plainCommand, environment);
    if (Directory.Exists(cache))
        Directory.Delete(cache, recursive: true);
    var coldRun = ChildRun.Measure(tracedCommand, environment);
    var warmRun = ChildRun.Measure(tracedCommand, environment);
    // The first round fills the page cache.
    if (round < 0)
        continue;
    plain.Add(plainRun);
    cold.Add(coldRun);
    warm.Add(warmRun);
}

var spans = agent.Spans.Items.Count;
var measured = statsd.Metrics.Items.Any(metric => metric.Name.StartsWith("runtime.dotnet.", StringComparison.Ordinal));
Console.WriteLine($"{rounds} rounds, {spans} of {2 * (rounds + 1)} spans arrived, runtime metrics {(measured ? "arrived" : "are missing")}");
Console.WriteLine($"{"",-22}{"ms",8}{"ratio",8}{"CPU ms",8}{"peak MB",9}{"more MB",9}");
Print("dotnet hello.dll", plain, "");
Print("dd-run, cold cache", cold, "at most 3.0 times");
Print("dd-run, warm cache", warm, "at most 1.8 times and 12 MB more");
return spans == 2 * (rounds + 1) && measured ? 0 : 1;

void Print(string name, List<ChildRun> runs, string bar)
{
    double ms = Median(runs, run => run.Milliseconds), mb = Median(runs, run => run.PeakMegabytes);
    Console.WriteLine(
        $"{name,-22}{ms,8:f1}{ms / Median(plain, run => run.Milliseconds),8:f2}{Median(runs, run => run.CpuMilliseconds),8:f1}{mb,9:f1}{mb - Median(plain, run => run.PeakMegabytes),9:f1}  {bar}");
}

static double Median(List<ChildRun> runs, Func<ChildRun, double> value) => runs.Select(value).Order().ElementAt(runs.Count / 2);
