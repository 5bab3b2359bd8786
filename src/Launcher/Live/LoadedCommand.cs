using System.CommandLine;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run loaded</c>: what a process has loaded, from where, and what is woven in it.</summary>
internal static class LoadedCommand
{
    public static Command Make()
    {
        var pattern = new Argument<string?>("PATTERN") { Description = "Types or methods, such as 'Shop.Cart' or 'Shop.Cart.*(*)'; without it all assemblies.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("loaded", """
            Show what a process has loaded: from which file, in which version, precompiled or jitted, and what is woven.

            Examples:
              dd-run loaded                                                    every assembly
              dd-run loaded 'Shop.**'                                          types
              dd-run loaded 'Shop.Cart.*(*)' --pid Shop                        methods: woven by which rule, or why not
            """)
        { pattern, LiveOptions.Process, LiveOptions.Manifest, LiveOptions.Json, Options.Colorless };
        command.SetAction(parsed =>
        {
            if (MeantMethods.Read(parsed, pattern) is not { } meant)
                return ExitCodes.Usage;
            return LiveSession.With(parsed.GetValue(LiveOptions.Process), (process, connection, interruption) =>
                Run(parsed, LiveSession.Ask(process, connection, "loaded", meant.Write, interruption.Token, meant.File)));
        });
        return command;
    }

    private static int Run(ParseResult parsed, List<JsonElement> parts)
    {
        var items = parts.SelectMany(part => part.List("items")).Where(item => item.ValueKind == JsonValueKind.Object).ToList();
        var output = new LiveOutput();
        if (parsed.GetValue(LiveOptions.Json))
            output.Write(JsonView.Lines(items));
        else if (items.Count > 0)
            output.Write(Table(items).Render(Style.For(1, parsed.GetValue(Options.Colorless), Environment.GetEnvironmentVariable), Terminal.OfOutput()));
        if (parts.Any(part => part.IsTrue("cut")))
            Message.Write($"these are the first {EventText.Number(items.Count)}: a narrower pattern shows the others");
        if (items.Count == 0)
            Message.Write(parts.Select(part => part.Text("message")).FirstOrDefault(text => text is not null) is { } why ? Printable.Of(why) : "nothing that is loaded matches");
        return items.Count == 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static TextTable Table(List<JsonElement> items)
    {
        if (items.Exists(item => item.Text("method") is not null))
        {
            var methods = new TextTable("<METHOD", "CODE", "WOVEN");
            foreach (var item in items)
                methods.Add($"{item.Text("type")}.{item.Text("method")}", item.Text("code") ?? "", Woven(item));
            return methods;
        }

        if (items.Exists(item => item.Text("type") is not null))
        {
            var types = new TextTable("<TYPE", "<ASSEMBLY", "VERSION", "CONTEXT");
            foreach (var item in items)
                types.Add(item.Text("type") ?? "", item.Text("assembly") ?? "", item.Text("version") ?? "", item.Text("context") ?? "");
            return types;
        }

        var assemblies = new TextTable("<ASSEMBLY", "VERSION", "CONTEXT", "FILE");
        foreach (var item in items)
            assemblies.Add(item.Text("assembly") ?? "", item.Text("version") ?? "", item.Text("context") ?? "", item.Text("path") ?? "");
        return assemblies;
    }

    private static string Woven(JsonElement item)
    {
        if (item.IsTrue("woven"))
            return item.Text("rule") is { Length: > 0 } rule ? $"by {rule}" : "yes";
        return item.Text("reason") is { Length: > 0 } reason ? $"no: {reason}" : "no";
    }
}
