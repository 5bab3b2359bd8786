using System.Diagnostics;

namespace DdRun.Launcher.Tests.Live;

public class CompletionTests
{
    [Theory]
    [InlineData("completion|detach|env", "dd-run")]
    [InlineData("--service", "dd-run", "--ser")]
    [InlineData("--per-second|--pid", "dd-run", "watch", "X", "--p")]
    [InlineData("bash|fish|powershell|zsh", "dd-run", "completion", "")]
    [InlineData("check|init", "dd-run", "manifest", "")]
    [InlineData("--app", "dd-run", "manifest", "check", "--a")]
    [InlineData("docker", "dd-run", "env", "--format", "dock")]
    [InlineData("", "dd-run", "watch", "X", "--if", "")]
    [InlineData("", "dd-run", "dotnet", "My")]
    [InlineData("", "dd-run", "--", "wat")]
    [InlineData("", "dd-run", "--service", "")]
    public void Words_that_may_follow(string expected, params string[] words)
    {
        // Of the commands, the first few.
        var all = words.Length == 1;
        var typed = all ? (string[])[.. words, ""] : words;
        var run = DdRunProcess.Run(["completion", "words", $"{typed.Length - 1}", .. typed]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var found = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (all)
            Assert.Superset(expected.Split('|').ToHashSet(), found.ToHashSet());
        else
            Assert.Equal(expected, string.Join('|', found));
    }

    [Theory]
    [InlineData("--pid", "dd-run", "watch", "X", "--pid")]
    [InlineData("-p", "dd-run", "stack", "X", "-p")]
    [InlineData("detach", "dd-run", "detach")]
    [InlineData("rules", "dd-run", "rules")]
    public void Processes_are_among_them(string place, params string[] words)
    {
        // This test's own process is a .NET process.
        var run = DdRunProcess.Run(["completion", "words", $"{words.Length}", .. words, ""]);
        Assert.True(run.Output.Split('\n').Contains($"{Environment.ProcessId}"), place);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("x")]
    [InlineData("99999", "dd-run")]
    [InlineData("-1", "dd-run")]
    [InlineData("1")]
    public void Whatever_a_shell_hands_over_is_taken(params string[] words) => Assert.Equal((0, ""), (DdRunProcess.Run(["completion", "words", .. words]).ExitCode, DdRunProcess.Run(["completion", "words", .. words]).Error));

    [Fact]
    public void Bash_completes()
    {
        const string script = """
            source <(dd-run completion bash)
            COMP_WORDS=(dd-run watch X --per); COMP_CWORD=3
            _dd_run
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p dd-run
            """;
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(DdRunProcess.Executable)}:{start.Environment["PATH"]}";
        using var bash = Process.Start(start)!;
        Assert.Equal("--per-second\ncomplete -o bashdefault -o default -F _dd_run dd-run\n", bash.StandardOutput.ReadToEnd());
    }
}
