using System.Text.Json.Nodes;
using DdRun.Testing.Otlp;

namespace DdRun.EndToEnd.Tests;

public class StartUp
{
    private const string Hook = "StartupHook:Initialize";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_that_finds_its_plan_leaves_nothing_of_ours_to_the_JIT(bool byOtlp)
    {
        await using var rig = await Rig.Start();
        using var statsd = StatsdReceiver.Start();
        await using var receiver = await OtlpReceiver.Start();
        var target = rig.Dotnet("Hello", [Rules.Rule("Hello.Greeter.Greet(*)", "greet")]);
        string[] where = byOtlp ? ["--exporter", "otlp", "--endpoint", receiver.Url] : ["--runtime-metrics"];
        target = With(target, "DD_DOGSTATSD_URL", statsd.Url) with { LauncherArguments = [.. target.LauncherArguments!, .. where] };
        await TargetProcess.Run(target);
        var (result, methods) = await Compiled(rig, target);
        Assert.Equal((0, "Hello, world\n"), (result.ExitCode, result.Output));
        Assert.Equal(byOtlp ? (0, 2) : (2, 0), (rig.Agent.Spans.Items.Count, receiver.Spans.Items.Count));
        Assert.Contains(methods, line => line.Contains("Hello.Greeter:Greet", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, line => line.Contains("DdRun.", StringComparison.Ordinal) || line.Contains("Mono.Cecil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_that_finds_its_plan_brings_in_no_more_of_the_framework_than_a_plain_one()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Hello", [Rules.Rule("Hello.Greeter.Greet(*)", "greet")]);
        await TargetProcess.Run(target);
        var (_, plain) = await Compiled(rig, target.Plain);
        var (_, traced) = await Compiled(rig, target);
        // The one that starts us.
        Assert.Equal("System.StartupHookProvider:ManagedStartup(ptr)", Assert.Single(traced.Select(Method).Except(plain.Select(Method))));
        const string loads = "0x8";
        var (_, plainTexts) = await Texts(rig, target.Plain, loads);
        var (_, tracedTexts) = await Texts(rig, target, loads);
        Assert.Equal(["DdRun.Instrumentation", "DdRun.Loader", "DdRun.Runtime"], Assemblies(tracedTexts).Except(Assemblies(plainTexts)).Order());
        Assert.Equal(3, rig.Agent.Spans.Items.Count);

        // "   5: JIT compiled Hello.Greeter:Greet(System.String) [Tier0, IL size=12, code size=41]"
        static string Method(string line) => line[(line.IndexOf("compiled ", StringComparison.Ordinal) + "compiled ".Length)..line.LastIndexOf(" [", StringComparison.Ordinal)];

        static IEnumerable<string> Assemblies(HashSet<string> texts) => texts.Where(text => text.Contains(", Version=", StringComparison.Ordinal)).Select(text => text[..text.IndexOf(',', StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Beside_another_startup_hook_the_runtime_calls_both(bool isOfTheApp)
    {
        await using var rig = await Rig.Start();
        var foreign = Repository.App("ForeignHook", "ForeignHook.dll");
        var folder = Path.Combine(rig.Folder, "app");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Repository.App("Kitchen", "Kitchen.dll"))!))
        {
            Directory.CreateDirectory(folder);
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        var target = rig.Executable(Path.Combine(folder, "Kitchen"), Rules.Garnish, "runtime");
        if (isOfTheApp)
        {
            var path = Path.Combine(folder, "Kitchen.runtimeconfig.json");
            var config = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
            config["runtimeOptions"]!["configProperties"]!["STARTUP_HOOKS"] = foreign;
            await File.WriteAllTextAsync(path, config.ToJsonString());
        }
        else
        {
            target = With(target, "DOTNET_STARTUP_HOOKS", foreign);
        }
        var (result, methods) = await Compiled(rig, target);
        Assert.Contains("foreign hook", result.Output, StringComparison.Ordinal);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
        Assert.Contains(methods, line => line.Contains("CallStartupHook", StringComparison.Ordinal));
        // The other's.
        Assert.Single(methods, line => line.Contains(Hook, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_whose_rules_find_nothing_reads_metadata_only_once()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Hello", [Rules.Rule("Elsewhere.Greeter.Greet(*)", "greet")]);
        foreach (var isFirst in new[] { true, false })
        {
            var (result, types) = await LoadedTypes(rig, target);
            Assert.Equal((0, "Hello, world\n"), (result.ExitCode, result.Output));
            Assert.Equal(isFirst, types.Contains("System.Reflection.Metadata.MetadataReader"));
        }
        // Other rules are another question.
        await TargetProcess.Run(rig.Dotnet("Hello", [Rules.Rule("Hello.Greeter.Greet(*)", "greet")]));
        Assert.Equal("greet", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Theory]
    [InlineData("Kitchen-net8.0")]
    [InlineData("Kitchen-net9.0")]
    [InlineData("Kitchen")]
    public async Task The_profiler_calls_the_loader_in_place_of_the_startup_hook(string app)
    {
        await using var rig = await Rig.Start();
        var (_, methods) = await Compiled(rig, rig.Executable(Repository.App(app, "Kitchen"), Rules.Garnish, "runtime"));
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
        Assert.Contains(methods, line => line.Contains("ManagedStartup", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, line => line.Contains("CallStartupHook", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, line => line.Contains(Hook, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_profiler_leaves_the_startup_hook_alone_it_does_the_same()
    {
        await using var rig = await Rig.Start();
        var home = Directory.CreateDirectory(Path.Combine(rig.Folder, "häuser")).FullName;
        foreach (var folder in Directory.GetDirectories(Repository.Home))
            Directory.CreateSymbolicLink(Path.Combine(home, Path.GetFileName(folder)), folder);
        var target = With(rig.Dotnet("Kitchen", Rules.Garnish, "runtime"), "DD_RUN_HOME", home);
        var (_, methods) = await Compiled(rig, target);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
        Assert.Contains(methods, line => line.Contains(Hook, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("agent", false)]
    [InlineData("agent and metrics", false)]
    [InlineData("otlp", true)]
    public async Task Only_a_start_by_OTLP_loads_what_is_for_it(string kind, bool isOtlp)
    {
        await using var rig = await Rig.Start();
        using var statsd = StatsdReceiver.Start();
        await using var receiver = await OtlpReceiver.Start();
        var target = With(rig.Dotnet("Hello", [Rules.Rule("Hello.Greeter.Greet(*)", "greet")]), "DD_DOGSTATSD_URL", statsd.Url);
        target = target with
        {
            LauncherArguments = [.. target.LauncherArguments!, .. kind switch { "otlp" => ["--exporter", "otlp", "--endpoint", receiver.Url], "agent" => [], _ => (string[])["--runtime-metrics"] }],
        };
        var (result, types) = await LoadedTypes(rig, target);
        Assert.Equal((0, "Hello, world\n"), (result.ExitCode, result.Output));
        Assert.Equal(isOtlp ? (0, 1) : (1, 0), (rig.Agent.Spans.Items.Count, receiver.Spans.Items.Count));
        string[] rooms = ["DdRun.Export.Otlp.", "DdRun.Metrics.Otlp.", "DdRun.Metrics.Meters."];
        Assert.Contains("DdRun.Export.TraceWriter", types);
        Assert.Equal(!isOtlp, types.Contains("DdRun.Export.Datadog.AgentOutput"));
        Assert.Equal(isOtlp ? rooms : [], rooms.Where(room => types.Any(type => type.Contains(room, StringComparison.Ordinal))));
        // By OTLP as well as long as the program has no meters itself.
        Assert.DoesNotContain(types, type => type.Contains("System.Diagnostics.Metrics.", StringComparison.Ordinal));
    }

    // By the runtime's own event for each type that it loads, in the files of its event pipe, which hold texts as UTF-16.
    private static Task<(TargetResult Result, HashSet<string> Types)> LoadedTypes(Rig rig, Target target)
    {
        const string typeDiagnostic = "0x8000000000";
        return Texts(rig, target, typeDiagnostic);
    }

    // What the runtime's events of a kind name.
    private static async Task<(TargetResult Result, HashSet<string> Texts)> Texts(Rig rig, Target target, string keyword)
    {
        var file = Path.Combine(rig.Folder, "events.nettrace");
        var traced = With(With(target, "DOTNET_EnableEventPipe", "1"), "DOTNET_EventPipeOutputPath", file);
        var result = await TargetProcess.Run(With(traced, "DOTNET_EventPipeConfig", $"Microsoft-Windows-DotNETRuntime:{keyword}:5"));
        var texts = new HashSet<string>();
        var name = new System.Text.StringBuilder();
        var bytes = await File.ReadAllBytesAsync(file);
        // They may begin at any byte.
        for (var start = 0; start < 2; start++)
        {
            for (var i = start; i + 1 < bytes.Length; i += 2)
            {
                if (bytes[i + 1] == 0 && bytes[i] is >= 0x20 and < 0x7f)
                {
                    name.Append((char)bytes[i]);
                    continue;
                }
                texts.Add(name.ToString());
                name.Clear();
            }
        }
        return (result, texts);
    }

    private static async Task<(TargetResult Result, string[] Methods)> Compiled(Rig rig, Target target)
    {
        var compiled = Path.Combine(rig.Folder, "compiled.txt");
        var result = await TargetProcess.Run(With(With(target, "DOTNET_JitStdOutFile", compiled), "DOTNET_JitDisasmSummary", "1"));
        return (result, await File.ReadAllLinesAsync(compiled));
    }

    private static Target With(Target target, string name, string value) =>
        target with { Environment = new Dictionary<string, string>(target.Environment) { [name] = value } };
}
