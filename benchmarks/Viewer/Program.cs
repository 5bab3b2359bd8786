using System.Diagnostics;
using System.Net.Http.Headers;
using DdRun.Benchmarks.Viewer;
using DdRun.Viewer.Receivers.Otlp.Wire;
using Google.Protobuf;

// The viewer beside the Aspire dashboard, in turns: time from start to the first answer, memory at rest, spans a second, memory a span.
const int  spansATrace = 10, tracesARequest = 50;
var spans = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 50_000;
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3;
var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "dd-run.slnx")))
    root = Path.GetDirectoryName(root)!;
var viewer = Path.Combine(root, "artifacts", "home", "viewer", "dd-run-view");
var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
var aspire = Path.Combine(packages, "aspire.dashboard.sdk.linux-x64", "13.6.5", "tools", "Aspire.Dashboard");
if (!OperatingSystem.IsWindows())
    File.SetUnixFileMode(aspire, File.GetUnixFileMode(aspire) | UnixFileMode.UserExecute);

var requests = Enumerable.Range(0, spans / spansATrace / tracesARequest).Select(Request).ToArray();
Func<Task<Contender>>[] contenders = [() => Contender.Viewer(viewer), () => Contender.Aspire(aspire)];
var results = new List<double[]>[] { [], [] };
for (var round = 0; round < rounds; round++)
{
    for (var i = 0; i < contenders.Length; i++)
    {
        using var contender = await contenders[i]();
        await contender.Settle();
        var idle = contender.Megabytes;
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        foreach (var request in requests)
        {
            using var content = new ByteArrayContent(request);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            using var answer = await client.PostAsync(contender.Otlp, content);
            answer.EnsureSuccessStatusCode();
        }

        var rate = spans / clock.Elapsed.TotalSeconds;
        await contender.Settle();
        results[i].Add([contender.StartMilliseconds, idle, rate, (contender.Megabytes - idle) * 1024 * 1024 / spans]);
    }
}

double[] bars = [0.25, 0.4, 3, 0.5];
string[] names = ["start to first answer, ms", "memory at rest, MB", "spans a second", "memory a span, B"];
Console.WriteLine($"{"",-28} {"dd-run view",14} {"Aspire",14} {"ratio",8}");
for (var measure = 0; measure < names.Length; measure++)
{
    var (own, other) = (Median(results[0], measure), Median(results[1], measure));
    Console.WriteLine($"{names[measure],-28} {own,14:0.0} {other,14:0.0} {own / other,8:0.000}  {(measure == 2 ? "at least" : "at most")} {bars[measure]}: {((measure == 2 ? own / other >= bars[measure] : own / other <= bars[measure]) ? "met" : "missed")}");
}

static double Median(List<double[]> results, int measure) => results.Select(result => result[measure]).Order().ElementAt(results.Count / 2);

byte[] Request(int number)
{
    var library = new LibrarySpans { Library = new() { Name = "benchmark" } };
    for (var trace = 0; trace < tracesARequest; trace++)
    {
        var id = (number * tracesARequest) + trace + 1;
        for (var span = 0; span < spansATrace; span++)
        {
            var start = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
            var record = new SpanRecord
            {
                TraceId = ByteString.CopyFrom([.. new byte[12], .. BitConverter.GetBytes(id)]),
                SpanId = ByteString.CopyFrom([.. BitConverter.GetBytes(id), .. BitConverter.GetBytes(span + 1)]),
                ParentId = span == 0 ? ByteString.Empty : ByteString.CopyFrom([.. BitConverter.GetBytes(id), .. BitConverter.GetBytes(1)]),
                Name = span == 0 ? "GET /orders/{id}" : "SELECT goods",
                Kind = span == 0 ? 2 : 3,
                StartNs = start,
                EndNs = start + 1_000_000,
            };
            Tag(record, "http.request.method", "GET");
            Tag(record, "http.route", "/orders/{id}");
            Tag(record, "url.path", $"/orders/{id}");
            Tag(record, "server.address", "shop.example");
            Tag(record, "db.query.text", "SELECT * FROM goods WHERE id = ?");
            Tag(record, "thread.name", $"worker {span}");
            library.Spans.Add(record);
        }
    }

    var origin = new Origin { Attributes = { new KeyedValue { Key = "service.name", Value = new() { Text = "shop" } } } };
    return new TraceExport { Groups = { new OriginSpans { Origin = origin, Libraries = { library } } } }.ToByteArray();

    static void Tag(SpanRecord record, string key, string value) => record.Attributes.Add(new KeyedValue { Key = key, Value = new() { Text = value } });
}
