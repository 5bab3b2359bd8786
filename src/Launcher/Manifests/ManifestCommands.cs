using System.CommandLine;
using System.CommandLine.Parsing;
using DdRun.Instrumentation.Explain;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Manifests;

/// <summary><c>dd-run manifest check</c>, <c>dd-run manifest init</c> and <c>dd-run explain</c>: all without running anything.</summary>
internal static class ManifestCommands
{
    private static readonly Option<string> App = new("--app", "-a")
    {
        HelpName = "PATH",
        Required = true,
        Description = "The application: its assembly, its executable, or the folder they are in.",
        Validators = { NotEmpty },
    };

    private static readonly Option<bool> Il = new("--il") { Description = "Show the code of each method before and after.", Arity = ArgumentArity.Zero };

    /// <param name="process">The option that names a process that runs, in place of files.</param>
    /// <param name="json">The option for what the process says of code, for programs.</param>
    /// <param name="ask">Asks such a process, by its name, what a pattern means, with code before and after, for programs; answers the exit code.</param>
    public static Command Explain(Option<string> process, Option<bool> json, Func<string, string, bool, bool, int> ask)
    {
        var pattern = new Argument<string?>("PATTERN") { Description = "What a manifest would say, such as 'MyApp.**.*Repository.Get*'.", Arity = ArgumentArity.ZeroOrOne };
        var app = new Option<string>(App.Name, [.. App.Aliases]) { HelpName = App.HelpName, Description = App.Description, Validators = { NotEmpty } };
        var source = new Option<string?>("--source") { HelpName = "NAME", Description = "Tell instead what becomes of the activities of that ActivitySource." };
        var operation = new Option<string?>("--operation") { HelpName = "NAME", Description = "With --source: which rule that operation meets." };
        var manifests = new Option<string[]>("--manifest", "-m") { HelpName = "FILE", Description = "With --source: your manifests, which win over what is built in." };
        var command = new Command("explain", """
            Tell which methods a pattern means, and why a method is not traced; or what becomes of activities.

            Examples:
              dd-run explain 'MyApp.**.Get*' --app MyApp.dll                   without running anything
              dd-run explain 'MyApp.**.Get*' --pid MyApp                       as a process that runs has it
              dd-run explain 'MyApp.Cart.Add' --pid MyApp --il                 with its code before and after
              dd-run explain --source NATS.Net                                 what becomes of a library's activities
            """)
        { pattern, app, process, Il, json, source, operation, manifests, Options.Colorless };
        command.Validators.Add(result =>
        {
            var isSource = result.GetResult(source) is not null;
            if (isSource ? result.GetValue(pattern) is not null || result.GetResult(app) is not null || result.GetResult(process) is not null : result.GetValue(pattern) is null)
                result.AddError("explain takes a PATTERN, or --source NAME");
            else if (!isSource && result.GetResult(app) is null == result.GetResult(process) is null)
                result.AddError("explain takes either --app or --pid");
            if (result.GetResult(json) is not null && (result.GetResult(process) is null || result.GetResult(Il) is null))
                result.AddError("--json is for the code in a process: it takes --pid and --il");
        });
        command.SetAction(parsed => parsed.GetValue(source) is { } name
            ? Guard(() => new SourceReport(Console.Out, StyleOf(parsed)).Write(ExplainedSource.Of(name, parsed.GetValue(manifests) ?? []), parsed.GetValue(operation)))
            : parsed.GetValue(process) is { } target
            ? ask(target, parsed.GetValue(pattern)!, parsed.GetValue(Il), parsed.GetValue(json))
            : Guard(() => Report(parsed, Explanation.OfPattern(parsed.GetValue(app)!, parsed.GetValue(pattern)!, parsed.GetValue(Il)))));
        return command;
    }

    public static Command Manifest() => new("manifest", "Check manifests, or write a first one.") { Check(), Init() };

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "The manifests, in order: where several mean a method, the last one wins.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(NotEmpty);
        var command = new Command("check", "Tell what manifests mean for an application: what matches, which rule wins, what is left alone and why.") { files, App, Il, Options.Colorless };
        command.SetAction(parsed => Guard(() => Report(parsed, Explanation.OfManifests(parsed.GetValue(App)!, parsed.GetValue(files)!, parsed.GetValue(Il)))));
        return command;
    }

    private static Command Init()
    {
        var output = new Option<string>("--output", "-o") { HelpName = "FILE", Description = "Where to; - for stdout.", DefaultValueFactory = _ => "dd-run.json" };
        output.Validators.Add(NotEmpty);
        var command = new Command("init", "Write a first manifest from the application's own methods: public ones, and those of its program.") { App, output };
        command.SetAction(parsed => Guard(() =>
        {
            if (!StarterManifest.TryMake(AppAssembly.Of(parsed.GetValue(App)!), out var text, out var reason))
            {
                Message.Write("nothing written: " + reason);
                return ExitCodes.Failure;
            }

            var file = parsed.GetValue(output)!;
            if (file == "-")
            {
                Console.Out.Write(text);
                return ExitCodes.Success;
            }

            // Not over what somebody has written by hand.
            using (var stream = new FileStream(file, FileMode.CreateNew))
            using (var writer = new StreamWriter(stream))
                writer.Write(text);
            WriteSchema(Path.GetDirectoryName(Path.GetFullPath(file))!);
            Message.Write($"wrote {file}; try: dd-run --local --manifest {file} …");
            return ExitCodes.Success;
        }));
        return command;
    }

    // The manifest names it, for editors.
    private static void WriteSchema(string folder)
    {
        const string Name = "dd-run.schema.json";
        var file = Path.Combine(folder, Name);
        if (File.Exists(file))
            return;
        using var schema = typeof(ManifestCommands).Assembly.GetManifestResourceStream(Name)!;
        using var stream = new FileStream(file, FileMode.CreateNew);
        schema.CopyTo(stream);
    }

    private static void NotEmpty(SymbolResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError($"{(result is OptionResult { Option: var option } ? option.Name : "FILE")} names no file: its value is empty");
    }

    private static int Report(ParseResult parsed, Explanation explanation) =>
        new ExplanationReport(Console.Out, StyleOf(parsed)).Write(explanation);

    private static Style StyleOf(ParseResult parsed) => Style.For(1, parsed.GetValue(Options.Colorless), Environment.GetEnvironmentVariable);

    private static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            Message.Write(exception.Message);
            return ExitCodes.Failure;
        }
    }
}
