using System.Runtime.Versioning;
using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

/// <summary>Processes that cannot be looked into: each command says why in one sentence, ends with 125, and changes nothing.</summary>
[UnsupportedOSPlatform("windows")]
public class Obstacles
{
    private const string Nobody = "65534";

    // Holds a process as a debugger does, until the end of the input.
    private const string Debugger = """
        import ctypes, os, sys
        libc, process = ctypes.CDLL(None, use_errno=True), int(sys.argv[1])
        attach, detach = 16, 17
        if libc.ptrace(attach, process, None, None) != 0:
            sys.exit(os.strerror(ctypes.get_errno()))
        os.waitpid(process, 0)
        print("held", flush=True)
        sys.stdin.read()
        libc.ptrace(detach, process, None, None)
        """;

    private static readonly string[][] s_commands =
    [
        ["watch", "Observed.Shapes.*(*)", "-p"], ["trace", "Observed.Shapes.*(*)", "-p"], ["monitor", "Observed.Shapes.*(*)", "-p"], ["stack", "Observed.Shapes.*(*)", "-p"],
        ["loaded", "-p"], ["explain", "Observed.Shapes.*(*)", "--pid"], ["rules"], ["detach"], ["attach"],
    ];

    public static TheoryData<string, string, string> Switches => new()
    {
        { "DOTNET_EnableDiagnostics", "0", "has no diagnostics port: DOTNET_EnableDiagnostics=0 switches it off" },
        { "DOTNET_EnableDiagnostics_IPC", "0", "has no diagnostics port: DOTNET_EnableDiagnostics_IPC=0 switches it off" },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task Without_a_diagnostics_port(string name, string value, string sentence)
    {
        foreach (var app in new[] { "Bakery-net10.0-Release-self-contained-single-file", "Bakery-net9.0-Debug-self-contained", "Bakery-net10.0-Release" })
        {
            using var process = TargetProcess.Start(new Target(Repository.App(app, "Bakery"), "worker") { LauncherArguments = null, IsInteractive = true }.With((name, value)));
            await process.Line("ready");
            await AllSay(process.Id, sentence);
        }
    }

    [Fact]
    public async Task Where_hooks_are_switched_off()
    {
        using var process = TargetProcess.Start(new Target("dotnet", Repository.App("Hookless", "Hookless.dll"), "wait") { LauncherArguments = null, IsInteractive = true });
        await process.Line("cake");
        // Nothing has come into it that could be detached.
        foreach (var command in s_commands.Where(command => command[0] != "detach"))
            await Says(process.Id, "it switches startup hooks off; start it with dd-run", command, Repository.Launcher);
    }

    [Fact]
    public async Task In_a_debugger()
    {
        using var app = await ObservedApp.Start();
        using var debugger = TargetProcess.Start(new Target("python3", "-c", Debugger, $"{app.Process.Id}") { LauncherArguments = null, IsInteractive = true });
        await debugger.Line("held");
        await AllSay(app.Process.Id, "is held by a debugger");
        debugger.CloseInput();
        await debugger.Exit();
        await app.Do("call static");
    }

    [Fact]
    public async Task Compiled_ahead_of_time()
    {
        using var folder = new TemporaryFolder();
        var compiled = Path.Combine(folder.Path, "compiled");
        File.Copy(Repository.Launcher, compiled);
        using var app = await ObservedApp.Start();
        using var process = TargetProcess.Start(new Target(compiled, "watch", "Observed.Shapes.*(*)", "-p", $"{app.Process.Id}") { LauncherArguments = null }.With(("DD_RUN_HOME", Repository.Home)));
        await process.Line(" woven in ");
        await AllSay(process.Id, "is compiled ahead of time (NativeAOT): there is no runtime that could trace it");
    }

    [Fact]
    public async Task On_Mono()
    {
        using var folder = new TemporaryFolder();
        var mono = Path.Combine(folder.Path, "mono-sgen");
        File.Copy("/bin/sleep", mono);
        using var process = TargetProcess.Start(new Target(mono, "1000") { LauncherArguments = null });
        await AllSay(process.Id, "runs on Mono, and dd-run traces .NET 8 and newer");
    }

    [Fact]
    public async Task That_are_no_dotnet_at_all()
    {
        using var process = TargetProcess.Start(new Target("sleep", "1000") { LauncherArguments = null });
        await AllSay(process.Id, "is no .NET process, or one that is not ours to see");
    }

    [SuperuserFact]
    public async Task Of_another_user()
    {
        using var folder = new TemporaryFolder();
        var launcher = Path.Combine(folder.Path, "dd-run");
        File.Copy(Repository.Launcher, launcher);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        using var app = await ObservedApp.Start();
        string[] asNobody = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", launcher];
        await AllSay(app.Process.Id, "belongs to root: run dd-run as that user", asNobody);
        var listed = await TargetProcess.Run(new Target([.. asNobody, "ps", "--json"]) { LauncherArguments = null });
        var row = Assert.Single(listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement), row => row.GetProperty("pid").GetInt32() == app.Process.Id);
        Assert.Equal("belongs to root: run dd-run as that user", row.GetProperty("reason").GetString());
        await app.Do("call static");
    }

    [SuperuserFact]
    public async Task In_a_container_without_our_home()
    {
        using var app = await ObservedApp.Start(new Target(
            "unshare", "--mount", "sh", "-c", "mount -t tmpfs none \"$0\" && exec dotnet \"$1\"", Repository.Home, Repository.App("Observed", "Observed.dll"))
        { LauncherArguments = null });
        foreach (var command in s_commands.Where(command => command[0] != "detach"))
            await Says(app.Process.Id, "mount it there read-only, under the same path", command, Repository.Launcher);
        await app.Do("call static");
    }

    private static Task AllSay(int process, string sentence) => AllSay(process, sentence, Repository.Launcher);

    private static async Task AllSay(int process, string sentence, params string[] launcher)
    {
        foreach (var command in s_commands)
            await Says(process, sentence, command, launcher);
    }

    private static async Task Says(int process, string sentence, string[] command, params string[] launcher)
    {
        var result = await TargetProcess.Run(new Target([.. launcher, .. command, $"{process}"]) { LauncherArguments = null });
        var name = command[0];
        Assert.True((result.ExitCode, result.Output) == (125, ""), $"{name} ended with {result.ExitCode}: {result.Output}{result.Errors}");
        Assert.True(result.Errors.Contains(sentence, StringComparison.Ordinal), $"{name}: {result.Errors}");
        Assert.Matches($"^dd-run: process {process}\\b[^\n]*\n$", result.Errors);
    }
}
