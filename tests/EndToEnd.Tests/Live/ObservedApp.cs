using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

/// <summary><c>tests/apps/Observed</c>, which does what it is told, and somebody who looks into it.</summary>
internal sealed class ObservedApp : IDisposable
{
    private ObservedApp(TargetProcess process) => Process = process;

    public TargetProcess Process { get; }

    /// <summary>As nobody has prepared it.</summary>
    public static Task<ObservedApp> Start() => Start(new Target("dotnet", Repository.App("Observed", "Observed.dll")) { LauncherArguments = null });

    public static async Task<ObservedApp> Start(Target target)
    {
        var app = new ObservedApp(TargetProcess.Start(target with { IsInteractive = true }));
        await app.Process.Line("ready");
        return app;
    }

    /// <summary>As nobody has prepared it, or started under dd-run, or attached to.</summary>
    public static async Task<ObservedApp> Start(Rig rig, string how)
    {
        if (how == "untouched")
            return await Start();
        string[] rules = [Rules.Rule("Observed.Shapes.Rename", "rename")];
        var target = rig.Dotnet("Observed", rules) with { IsInteractive = true };
        var app = new ObservedApp(TargetProcess.Start(how == "started" ? target : target.Plain));
        await app.Process.Line("ready");
        if (how == "attached")
        {
            var manifest = rig.Write("attached.json", $$"""{ "instrument": [ {{rules[0]}} ] }""");
            var attached = await LiveCommand.Run("attach", $"{app.Process.Id}", "--manifest", manifest, "--agent-url", rig.Agent.Url);
            Assert.Equal((0, $"dd-run: tracing process {app.Process.Id}\n"), (attached.ExitCode, attached.Errors));
        }
        return app;
    }

    /// <summary>Has it call methods, and returns when it has.</summary>
    public async Task Do(params string[] lines)
    {
        foreach (var line in lines)
        {
            var before = Process.Lines.Items.Count;
            Process.Write(line + "\n");
            await Process.Lines.WaitForCount(before + 1);
        }
    }

    public async Task<TargetResult> End()
    {
        Process.Signal(TargetProcess.Terminate);
        return await Process.Exit();
    }

    public void Dispose() => Process.Dispose();
}
