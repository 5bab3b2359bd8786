using System.CommandLine;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run completion SHELL</c>: what a shell reads to complete command lines of dd-run. The words come from <see cref="CompletionWords"/>.</summary>
internal static class CompletionCommand
{
    // Nothing that dd-run answers is evaluated by a shell: a process may be called anything.
    private const string Bash = """
        _dd_run() {
            mapfile -t COMPREPLY < <(dd-run completion words "$COMP_CWORD" "${COMP_WORDS[@]}" 2>/dev/null)
        }
        complete -o bashdefault -o default -F _dd_run dd-run

        """;

    private const string Zsh = """
        #compdef dd-run
        _dd_run() {
            local -a candidates
            candidates=("${(@f)$(dd-run completion words "$((CURRENT - 1))" "${words[@]}" 2>/dev/null)}")
            if [[ -n "${candidates[*]}" ]]; then
                compadd -- "${candidates[@]}"
            else
                _files
            fi
        }
        compdef _dd_run dd-run

        """;

    private const string Fish = """
        function __dd_run_words
            set -l before (commandline -opc)
            dd-run completion words (count $before) $before (commandline -ct) 2>/dev/null
        end
        complete -c dd-run -a '(__dd_run_words)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName dd-run -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
            & dd-run completion words $before.Count @before $wordToComplete 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    private static readonly (string Shell, string Script)[] s_scripts = [("bash", Bash), ("zsh", Zsh), ("fish", Fish), ("powershell", PowerShell)];

    public static Command Make()
    {
        string[] shells = [.. s_scripts.Select(script => script.Shell)];
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", shells)}." };
        shell.AcceptOnlyFromAmong(shells);
        var command = new Command("completion", """
            Print what a shell needs to complete command lines of dd-run, names of processes included.

            Examples:
              source <(dd-run completion bash)                                 in ~/.bashrc
              source <(dd-run completion zsh)                                  in ~/.zshrc, after compinit
              dd-run completion fish > ~/.config/fish/completions/dd-run.fish
              dd-run completion powershell | Out-String | Invoke-Expression    in $PROFILE
            """)
        { shell };
        command.SetAction(parsed =>
        {
            Console.Out.Write(s_scripts.First(script => script.Shell == parsed.GetValue(shell)).Script);
            return ExitCodes.Success;
        });
        return command;
    }
}
