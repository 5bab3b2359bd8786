using DdRun.EndToEnd.Tests.Libraries;

namespace DdRun.EndToEnd.Tests.Live;

public class PowerShellCompletion
{
    [PowerShellFact]
    public async Task PowerShell_completes_commands_options_and_processes_and_leaves_files_to_itself()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start();
        rig.Write("own.json", "{}");
        var script = rig.Write("complete.ps1", $$"""
            dd-run completion powershell | Out-String | Invoke-Expression
            Set-Location {{rig.Folder}}
            foreach ($line in 'dd-run wat', 'dd-run watch A.B --le', 'dd-run watch ''A.B(*)'' --if ''x == "y"'' --js', 'dd-run completion ', 'dd-run manifest c', 'dd-run dotnet ./ow') {
                "$line -> " + ((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ' ')
            }
            "inside -> " + ((TabExpansion2 'dd-run watch A.B --le --json' 21).CompletionMatches.CompletionText -join ' ')
            "process -> " + ((TabExpansion2 'dd-run watch A.B --pid ' 23).CompletionMatches.CompletionText -contains '{{app.Process.Id}}')
            """);
        var target = new Target(PowerShell.Command, "-NoProfile", "-NonInteractive", "-File", script) { LauncherArguments = null }
            .With(("PATH", $"{Path.GetDirectoryName(Repository.Launcher)}:{Environment.GetEnvironmentVariable("PATH")}"), ("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("TERM", "dumb"));

        var result = await TargetProcess.Run(target);

        Assert.Equal(
            """
            dd-run wat -> watch
            dd-run watch A.B --le -> --levels
            dd-run watch 'A.B(*)' --if 'x == "y"' --js -> --json
            dd-run completion  -> bash fish powershell zsh
            dd-run manifest c -> check
            dd-run dotnet ./ow -> ./own.json
            inside -> --levels
            process -> True

            """,
            result.Output);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }
}
