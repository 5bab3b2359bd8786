using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Humanizer;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NodaTime;
using NodaTime.Text;
using Polly;
using Polly.Retry;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Libraries;

public static class Workloads
{
    public static IReadOnlyList<(string Name, Func<Task<string>> Work)> All { get; } =
    [
        ("Newtonsoft.Json", () => Task.FromResult(Json())),
        ("Dapper", Data),
        ("NodaTime", () => Task.FromResult(Time())),
        ("YamlDotNet", () => Task.FromResult(Yaml())),
        ("Polly", Retries),
        ("Serilog", () => Task.FromResult(Logging())),
        ("Humanizer", () => Task.FromResult(Words())),
        ("Mono.Cecil", () => Task.FromResult(Assemblies())),
        ("MediatR", Mediation.Work),
        ("FsCheck", () => Task.FromResult(Properties())),
    ];

    private static string Json()
    {
        var text = JsonConvert.SerializeObject(new Order(3, "ham", [new("bread", 2), new("ham", 1.5m)], new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc)), Formatting.Indented);
        var order = JsonConvert.DeserializeObject<Order>(text);
        var tree = JObject.Parse(text);
        var sum = tree.SelectTokens("$..Amount").Sum(token => token.Value<decimal>());
        try
        {
            JsonConvert.DeserializeObject<Order>("{ \"Id\": \"x\" }");
        }
        catch (JsonException e)
        {
            text += e.Message;
        }
        return text.ReplaceLineEndings("") + order.Items.Length + sum + tree.Descendants().Count();
    }

    // Written in F#: tail calls, closures, and generators of all kinds.
    private static string Properties()
    {
        var config = Config.QuickThrowOnFailure.WithReplay(17, 23).WithMaxTest(60);
        Prop.ForAll<int[]>(numbers => numbers.Reverse().Reverse().SequenceEqual(numbers)).Check(config);
        Prop.ForAll<Dictionary<string, decimal>, Tuple<DateTime, double?>>((amounts, _) => amounts.Count >= 0).Check(config);
        try
        {
            Prop.ForAll<List<int>>(numbers => numbers.Sum(number => (long)number) < 40).Check(config);
        }
        catch (Exception e)
        {
            return e.Message.ReplaceLineEndings("");
        }
        return "nothing found";
    }

    private static async Task<string> Data()
    {
        using var connection = new MemoryConnection();
        var rows = (await connection.QueryAsync<Ingredient>("select Name, Amount from ingredients where Amount > @least", new { least = 1 })).ToList();
        var count = connection.ExecuteScalar<int>("select count(*)");
        return string.Join(",", rows) + count + connection.LastParameters;
    }

    private static string Time()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var start = new LocalDateTime(2024, 3, 31, 1, 30).InZoneLeniently(zone);
        var end = start.Plus(Duration.FromHours(5));
        return end + InstantPattern.General.Format(end.ToInstant()) + Period.Between(start.LocalDateTime, end.LocalDateTime) + LocalDatePattern.Iso.Parse("2024-02-30").Success;
    }

    private static string Yaml()
    {
        var serializer = new YamlDotNet.Serialization.SerializerBuilder().Build();
        var text = serializer.Serialize(new Dictionary<string, object> { ["a"] = 1, ["b"] = new[] { "x", "y: z" }, ["c"] = new Dictionary<string, string> { ["d"] = "multi\nline" } });
        var back = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(text);
        return text.ReplaceLineEndings("|") + back.Count;
    }

    private static async Task<string> Retries()
    {
        var tries = 0;
        var pipeline = new ResiliencePipelineBuilder<int>()
            .AddRetry(new RetryStrategyOptions<int> { MaxRetryAttempts = 3, Delay = TimeSpan.Zero, ShouldHandle = new PredicateBuilder<int>().Handle<InvalidOperationException>() })
            .AddTimeout(TimeSpan.FromSeconds(30)).Build();
        var result = await pipeline.ExecuteAsync(async token => { await Task.Yield(); return ++tries < 3 ? throw new InvalidOperationException() : tries; });
        try
        {
            await pipeline.ExecuteAsync<int>(token => throw new ArgumentException("not handled"));
        }
        catch (ArgumentException e)
        {
            return result + e.Message;
        }
        return "no exception";
    }

    private static string Logging()
    {
        var sink = new ListSink();
        using (var logger = new LoggerConfiguration().MinimumLevel.Debug().Enrich.WithProperty("app", "x").WriteTo.Sink(sink).CreateLogger())
        {
            logger.Information("Hello {Name} from {@Order} at {Time:yyyy}", "you", new { Id = 3, Items = new[] { 1, 2 } }, new DateTime(2020, 1, 1));
            logger.ForContext<Order>().Error(new InvalidOperationException("bad"), "Failed {Count,5}", 3);
            logger.Verbose("not written");
        }
        return string.Join("|", sink.Lines);
    }

    private static string Words()
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        return "some_input_string".Humanize() + 3.ToWords() + 1234.ToOrdinalWords() + TimeSpan.FromDays(17).Humanize(2) + "man".Pluralize() + 1.25.Kilobytes() + "PascalCase".Underscore() + 14.ToRoman();
    }

    private static string Assemblies()
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(typeof(JsonConvert).Assembly.Location);
        var instructions = module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Sum(method => (long)method.Body.Instructions.Count);
        using var output = new MemoryStream();
        module.Write(output);
        return $"{module.Types.Count} {instructions} {output.Length}";
    }

    public sealed record Order(int Id, string Kind, Ingredient[] Items, DateTime Time);
    public sealed record Ingredient(string Name, decimal Amount);

    private sealed class ListSink : ILogEventSink
    {
        public List<string> Lines { get; } = [];
        public void Emit(LogEvent logEvent) => Lines.Add(logEvent.Level + logEvent.RenderMessage(CultureInfo.InvariantCulture) + logEvent.Properties.Count + logEvent.Exception?.Message);
    }
}
