using System.CommandLine;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run rules</c>: the rules in force in a process, and changes of them, which last when this command has ended.</summary>
internal static class RulesCommand
{
    private static readonly Option<string> Set = new("--set") { HelpName = "FILE", Description = "Rules of this manifest take the place of the process's own." };
    private static readonly Option<string> Add = new("--add") { HelpName = "RULE", Description = "One more, as JSON: '{ \"method\": \"Shop.Cart.Checkout(*)\" }'." };
    private static readonly Option<bool> Clear = new("--clear") { Description = "No rules of the process's own any more.", Arity = ArgumentArity.Zero };

    public static Command Make()
    {
        var target = LiveOptions.ProcessArgument();
        var command = new Command("rules", """
            Show the rules in force in a process with the methods that each wove, or change them.

            Examples:
              dd-run rules Shop                                                what holds now
              dd-run rules Shop --set dd-run.json                              what this file says instead
              dd-run rules Shop --add '{ "method": "Shop.Cart.*", "if": "duration > 50ms" }'
            """)
        { target, Set, Add, Clear, LiveOptions.Json, Options.Colorless };
        command.Validators.Add(result =>
        {
            if (((Option[])[Set, Add, Clear]).Count(option => result.GetResult(option) is not null) > 1)
                result.AddError("--set, --add and --clear exclude one another");
        });
        command.SetAction(parsed =>
        {
            string? manifest = null;
            if (parsed.GetValue(Set) is { } file && !ManifestText.TryRead(file, out manifest))
                return ExitCodes.Usage;
            return LiveSession.With(parsed.GetValue(target), (process, connection, interruption) => Run(parsed, manifest, process, connection, interruption));
        });
        return command;
    }

    private static int Run(ParseResult parsed, string? manifest, DotnetProcess process, LiveConnection connection, Interruption interruption)
    {
        var output = new LiveOutput();
        if (manifest is not null)
            Message.Write(Changed(ManifestText.Set(process, connection, interruption, parsed.GetValue(Set)!, manifest)));
        else if (parsed.GetValue(Add) is { } rule)
            Message.Write(Changed(LiveSession.Ask(process, connection, "add", writer => writer.WriteString("rule", rule), interruption.Token)[^1]));
        else if (parsed.GetValue(Clear))
            Message.Write(Changed(LiveSession.Ask(process, connection, "clear", null, interruption.Token)[^1]));

        var rules = LiveSession.Ask(process, connection, "rules", null, interruption.Token).SelectMany(part => part.List("rules")).Where(rule => rule.ValueKind == JsonValueKind.Object).ToList();
        if (parsed.GetValue(LiveOptions.Json))
            output.Write(JsonView.Lines(rules));
        else if (rules.Count == 0)
            Message.Write($"process {process.Id} has no rules");
        else
            output.Write(Table(rules).Render(Style.For(1, parsed.GetValue(Options.Colorless), Environment.GetEnvironmentVariable), Terminal.OfOutput()));
        return ExitCodes.Success;
    }

    /// <summary>What a change of rules did.</summary>
    public static string Changed(JsonElement ready)
    {
        var text = $"{EventText.Count(ready.Number("methods"), "method")} changed in {EventText.Milliseconds(ready.Number("ns"))}";
        foreach (var refusal in ready.List("refused"))
            text += $"\n  {Printable.Of(refusal.Text("method") ?? "?")}: {Printable.Of(refusal.Text("reason") ?? "cannot be woven")}";
        return text;
    }

    private static TextTable Table(List<JsonElement> rules)
    {
        var table = new TextTable(">METHODS", "KIND", "RULE", "FROM");
        foreach (var rule in rules)
            table.Add(EventText.Number(rule.Number("methods")), rule.Text("kind") ?? "", rule.Text("text") is { Length: > 0 } text ? text : rule.Text("target") ?? "", rule.Text("origin") ?? "");
        return table;
    }
}
