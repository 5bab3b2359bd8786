namespace DdRun.EndToEnd.Tests;

/// <summary>Every remedy of the table "No traces at all" in docs/troubleshooting.md: with the fault dd-run says what the page says, with the remedy there are traces.</summary>
public sealed class Remedies
{
    public const string Section = "## No traces at all";
    private const string Exit = "last order, garnished\n";

    private static readonly Dictionary<string, Func<Rig, Task>> s_proofs = new()
    {
        ["`nothing to inject: …`"] = NothingToInject,
        ["`no native library for linux-s390x`"] = NoNativeLibrary,
        ["`… was precompiled for linux-x64, and the target runs on …`, `… for another operating system or processor`"] = AnotherPlatform,
        ["`another profiler is configured`"] = AnotherProfiler,
        ["`DOTNET_EnableDiagnostics=0 keeps profilers out`"] = Diagnostics,
        ["`… is compiled ahead of time (NativeAOT)`"] = AheadOfTime,
        ["`… was trimmed`"] = Trimmed,
        ["`… switches startup hooks off`"] = HooksOff,
        ["`dotnet watch reloads what is edited …`"] = Watch,
        ["`… starts the command with an environment of its own`"] = OwnEnvironment,
        ["`DOTNET_MODIFIABLE_ASSEMBLIES=debug`"] = Editable,
        ["`manifest … does not exist`, `…(3,15): error: …`"] = WrongManifest,
        ["`manifest … has ':' in its path`, `--manifest names no file`"] = UnnamedManifest,
        ["`not tracing: somebody has replaced DOTNET_STARTUP_HOOKS …` (log)"] = ReplacedHooks,
        ["`nothing is woven: …` (log)"] = NothingWoven,
        ["nothing, and nothing is shown"] = NothingShown,
        ["nothing, `dotnet build` or the like"] = SdkCommand,
    };

    public static TheoryData<string> Rows => [.. s_proofs.Keys];

    [Fact]
    public void Every_row_of_the_page_has_its_proof()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        var rows = page.SkipWhile(line => line != Section).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split(" | ")[0][2..]);
        Assert.Equal(rows.Order(), s_proofs.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_remedy_works(string row)
    {
        await using var rig = await Rig.Start();
        await s_proofs[row](rig);
    }

    private static async Task NothingToInject(Rig rig)
    {
        await AssertUntraced(rig, Kitchen(rig).With(("DD_RUN_HOME", Path.Combine(rig.Folder, "nowhere"))), "nothing to inject: ");
        var home = Directory.CreateSymbolicLink(Path.Combine(rig.Folder, "a:b"), Repository.Home).FullName;
        await AssertUntraced(rig, Kitchen(rig).With(("DD_RUN_HOME", home)), "nothing to inject: ");
        await AssertTraced(rig, Kitchen(rig).With(("DD_RUN_HOME", Repository.Home)));
    }

    private static async Task NoNativeLibrary(Rig rig)
    {
        var target = rig.Dotnet("OwnRuntime", [Rules.Rule("Worker.Work(*)", "work")], []);
        var result = await TargetProcess.Run(target.With(("DD_RUN_HOME", HomeWithoutNative(rig))));
        Assert.Contains("no native library for ", result.Errors, StringComparison.Ordinal);
        // Spans made by hand work meanwhile.
        Assert.Equal("manual", Assert.Single(rig.Agent.Spans.Items).Name);
        await TargetProcess.Run(target);
        Assert.Contains(rig.Agent.Spans.Items, span => span.Name == "work");
    }

    private static async Task AnotherPlatform(Rig rig)
    {
        var target = Kitchen(rig).With(("DD_RUN_HOME", Neighbours.HomeOfAnotherPlatform(rig.Folder)));
        await AssertUntraced(rig, target, "was precompiled for ");
        await AssertTraced(rig, target.With(("DD_RUN_HOME", Repository.Home)));
    }

    private static async Task AnotherProfiler(Rig rig)
    {
        var foreign = Kitchen(rig).With(("CORECLR_PROFILER", "{01234567-89AB-CDEF-0123-456789ABCDEF}"), ("CORECLR_PROFILER_PATH", Path.Combine(rig.Folder, "absent.so")));
        await AssertUntraced(rig, foreign.With(("CORECLR_ENABLE_PROFILING", "1")), "another profiler is configured");
        await AssertTraced(rig, foreign);
    }

    private static async Task Diagnostics(Rig rig)
    {
        foreach (var fault in (string[])["0", "00", "0x0"])
            await AssertUntraced(rig, Kitchen(rig).With(("DOTNET_EnableDiagnostics", fault)), $"DOTNET_EnableDiagnostics={fault} keeps profilers out");
        // Switching one of the three on does not help where all are off.
        await AssertUntraced(rig, Kitchen(rig).With(("DOTNET_EnableDiagnostics", "0"), ("DOTNET_EnableDiagnostics_Profiler", "1")), "DOTNET_EnableDiagnostics=0 keeps profilers out");
        await AssertTraced(rig, Kitchen(rig).With(("DOTNET_EnableDiagnostics_Debugger", "0"), ("DOTNET_EnableDiagnostics_IPC", "0")));
    }

    private static async Task AheadOfTime(Rig rig)
    {
        var compiled = Path.Combine(rig.Folder, "compiled");
        File.Copy(Repository.Launcher, compiled);
        var result = await TargetProcess.Run(rig.Executable(compiled, [], "--version"));
        Assert.Contains($"{compiled} is compiled ahead of time (NativeAOT)", result.Errors, StringComparison.Ordinal);
        // As a project with PublishAot is, unless it is published so.
        await TargetProcess.Run(rig.Dotnet("Hookless", [Rules.Rule("Hookless.Oven.Bake(*)", "bake")]));
        Assert.Equal("bake", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    private static async Task Trimmed(Rig rig)
    {
        var trimmed = await TargetProcess.Run(rig.Executable(Repository.App("Trimmed", "Trimmed"), []));
        Assert.Contains("was trimmed", trimmed.Errors, StringComparison.Ordinal);
        rig.WriteProject("<SelfContained>true</SelfContained><RuntimeIdentifier>$(NETCoreSdkRuntimeIdentifier)</RuntimeIdentifier>");
        await Publish(rig);
        await TargetProcess.Run(rig.Executable(Path.Combine(rig.Folder, "out", "app"), [Rules.Rule("App.Say(*)", "say")]));
        Assert.Equal("say", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    private static async Task HooksOff(Rig rig)
    {
        rig.WriteProject("<StartupHookSupport>false</StartupHookSupport>");
        await Publish(rig);
        var target = rig.Executable("dotnet", [], Path.Combine(rig.Folder, "out", "app.dll")).With(("DD_RUN_HOME", HomeWithoutNative(rig)), ("DD_TRACE_DEBUG", "true"));
        var off = await TargetProcess.Run(target);
        Assert.Contains("switches startup hooks off", off.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("[dd-run] DEBUG", off.Errors, StringComparison.Ordinal);
        rig.WriteProject("<StartupHookSupport>true</StartupHookSupport>");
        await Publish(rig);
        var on = await TargetProcess.Run(target);
        Assert.DoesNotContain("switches startup hooks off", on.Errors, StringComparison.Ordinal);
        Assert.Contains("[dd-run] DEBUG", on.Errors, StringComparison.Ordinal);
    }

    private static async Task Watch(Rig rig)
    {
        rig.WriteProject("");
        var rules = Rules.Rule("App.Say(*)", "say");
        var reloading = await TargetProcess.Run(rig.Executable("dotnet", [rules], "watch", "--version"));
        Assert.Contains("dotnet watch reloads what is edited", reloading.Errors, StringComparison.Ordinal);
        using var process = TargetProcess.Start(rig.Executable("dotnet", [rules], "watch", "--no-hot-reload", "--non-interactive", "run") with { WorkingDirectory = rig.Folder });
        await process.Line("hello");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "say", "a span of the app");
    }

    private static async Task OwnEnvironment(Rig rig)
    {
        var variables = (string[])["-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"HOME={rig.Folder}", "DD_TRACE_LOG_SINKS=stderr"];
        var dotnet = (string[])["dotnet", Repository.App("Kitchen", "Kitchen.dll"), "exit", "return"];
        var inFront = rig.Executable("env", Rules.Garnish, [.. variables, .. dotnet]);
        await AssertUntraced(rig, inFront, "env starts the command with an environment of its own");
        await AssertTraced(rig, new Target(["env", .. variables, Repository.Launcher, .. inFront.LauncherArguments!, .. dotnet]) { LauncherArguments = null });
    }

    private static async Task Editable(Rig rig)
    {
        rig.WriteProject("");
        var target = rig.Executable("dotnet", [Rules.Rule("App.Say(*)", "say")], "run") with { WorkingDirectory = rig.Folder };
        var editable = await TargetProcess.Run(target.With(("DOTNET_MODIFIABLE_ASSEMBLIES", "debug")));
        Assert.Contains("DOTNET_MODIFIABLE_ASSEMBLIES=debug", editable.Errors, StringComparison.Ordinal);
        Assert.Empty(rig.Agent.Spans.Items);
        await TargetProcess.Run(target);
        Assert.Equal("say", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    private static async Task WrongManifest(Rig rig)
    {
        var manifest = Path.Combine(rig.Folder, "rules.json");
        var target = Kitchen(rig) with { LauncherArguments = ["--manifest", manifest, "--agent-url", rig.Agent.Url] };
        await AssertUntraced(rig, target, $"manifest {manifest} does not exist");
        rig.Write("rules.json", "{ \"instrument\": [\n  {\n    \"methods\": \"Kitchen.Chef.Garnish(*)\" } ] }");
        await AssertUntraced(rig, target, "rules.json(3,5): error: ");
        var repeat = new Target(Repository.Launcher, "manifest", "check", manifest, "--app", Repository.App("Kitchen", "Kitchen.dll")) { LauncherArguments = null };
        var check = await TargetProcess.Run(repeat);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("rules.json(3,5): error: ", check.Output + check.Errors, StringComparison.Ordinal);
        rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Garnish[0]}} ] }""");
        Assert.Equal(0, (await TargetProcess.Run(repeat)).ExitCode);
        await AssertTraced(rig, target);
    }

    private static async Task UnnamedManifest(Rig rig)
    {
        var text = $$"""{ "instrument": [ {{Rules.Garnish[0]}} ] }""";
        Target With(string manifest) => Kitchen(rig) with { LauncherArguments = ["--manifest", manifest, "--agent-url", rig.Agent.Url] };
        await AssertUntraced(rig, With(rig.Write("a:b.json", text)), "has ':' in its path");
        await AssertUntraced(rig, With(""), "--manifest names no file");
        await AssertTraced(rig, With(rig.Write("ab.json", text)));
    }

    // The fault is nothing that any runtime of today shows: where the core library is as expected, the list may be replaced.
    private static async Task ReplacedHooks(Rig rig)
    {
        var foreign = Repository.App("ForeignHook", "ForeignHook.dll");
        var command = $"export DOTNET_STARTUP_HOOKS=$DOTNET_STARTUP_HOOKS:{foreign}; exec dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return";
        var result = await TargetProcess.Run(rig.Executable("/bin/sh", Rules.Garnish, "-c", command));
        Assert.Equal(new TargetResult(3, "foreign hook ran\n" + Exit, ""), result);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    private static async Task NothingWoven(Rig rig)
    {
        Target With(string before) => rig.Executable("/bin/sh", Rules.Garnish, "-c", $"{before} exec dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return");
        await AssertUntraced(rig, With("CORECLR_ENABLE_PROFILING=0"), "nothing is woven: ");
        await AssertUntraced(rig, With("CORECLR_PROFILER={01234567-89AB-CDEF-0123-456789ABCDEF} CORECLR_PROFILER_PATH=/nowhere.so"), "nothing is woven: ");
        await AssertTraced(rig, With(""));
    }

    private static async Task NothingShown(Rig rig)
    {
        const string nobody = "http://127.0.0.1:9";
        var target = Kitchen(rig) with { LauncherArguments = [.. Kitchen(rig).LauncherArguments!.Take(2), "--agent-url", nobody] };
        await AssertUntraced(rig, target, "could not be sent to " + nobody);
        var info = await TargetProcess.Run(new Target(Repository.Launcher, "--agent-url", nobody, "--info") { LauncherArguments = null });
        Assert.Contains($"The agent does not answer at {nobody}", info.Output, StringComparison.Ordinal);
        var local = await TargetProcess.Run(target with { LauncherArguments = ["--local", .. target.LauncherArguments!.Take(2)] });
        Assert.Contains("garnish", local.Errors, StringComparison.Ordinal);
    }

    private static async Task SdkCommand(Rig rig)
    {
        rig.WriteProject("");
        var rules = (string[])[Rules.Rule("App.Say(*)", "say"), Rules.Rule("Microsoft.Build.**.*(*)", "build")];
        var built = await TargetProcess.Run((rig.Executable("dotnet", rules, "build") with { WorkingDirectory = rig.Folder }).With(("MSBUILDDISABLENODEREUSE", "1")));
        Assert.Equal((0, ""), (built.ExitCode, built.Errors));
        Assert.Empty(rig.Agent.Spans.Items);
        await TargetProcess.Run((rig.Executable("dotnet", rules, "run") with { WorkingDirectory = rig.Folder }).With(("MSBUILDDISABLENODEREUSE", "1")));
        Assert.Equal("say", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    private static Target Kitchen(Rig rig) => rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return");

    private static async Task AssertUntraced(Rig rig, Target target, string said)
    {
        var before = rig.Agent.Spans.Items.Count;
        var result = await TargetProcess.Run(target);
        Assert.Equal((3, Exit), (result.ExitCode, result.Output));
        Assert.Contains(said, result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, rig.Agent.Spans.Items.Count);
    }

    private static async Task AssertTraced(Rig rig, Target target)
    {
        var before = rig.Agent.Spans.Items.Count;
        Assert.Equal(new TargetResult(3, Exit, ""), await TargetProcess.Run(target));
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items.Skip(before)).Name);
    }

    private static string HomeWithoutNative(Rig rig)
    {
        var home = Path.Combine(rig.Folder, "home-without-native");
        if (Directory.Exists(home))
            return home;
        Directory.CreateDirectory(home);
        foreach (var folder in Directory.GetDirectories(Repository.Home).Where(folder => Path.GetFileName(folder) != "native"))
            CopyFolder(folder, Path.Combine(home, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(Repository.Home))
            File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        return home;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static async Task Publish(Rig rig)
    {
        var target = new Target("dotnet", "publish", "-o", "out") { LauncherArguments = null, WorkingDirectory = rig.Folder };
        var result = await TargetProcess.Run(target.With(("MSBUILDDISABLENODEREUSE", "1")));
        Assert.True(result.ExitCode == 0, result.Output);
    }
}
