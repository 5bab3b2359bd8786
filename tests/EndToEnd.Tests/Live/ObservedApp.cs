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
