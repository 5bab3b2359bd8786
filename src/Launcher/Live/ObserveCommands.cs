using System.CommandLine;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary><c>watch</c>, <c>trace</c>, <c>monitor</c> and <c>stack</c>.</summary>
internal static class ObserveCommands
{
    private const string PatternHelp = "Which methods, as in a manifest: 'Shop.Cart.Checkout(*)', 'Shop.**.*Repository.Get*'. With --manifest it may be left out.";

    public static Command Watch()
    {
        var pattern = Pattern();
        var expressions = new Argument<string[]>("EXPR")
        {
            Description = "What to show instead of everything: 'cart.Total', 'return', 'exception.Message', …",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = Make("watch", "Show each call of some methods: arguments, this, result or exception, duration.", """
              dd-run watch 'Shop.Cart.Checkout(*)'                             whatever comes in and goes out
              dd-run watch 'Shop.Cart.*' --if 'cart.Total > 1000' -n 5         five calls with large carts
              dd-run watch 'Shop.Cart.Checkout(*)' cart.Total return --pid Shop   two values of each call
              dd-run watch 'Shop.**.*' --if error -x 3                         what fails, and with what
              dd-run watch --manifest dd-run.json --if 'duration > 1s'         whatever this manifest would trace
            """, pattern, expressions);
        Add(command, LiveOptions.Limit, LiveOptions.For, LiveOptions.Levels, LiveOptions.PerSecond, LiveOptions.Getters, LiveOptions.ShowSecrets);
        command.SetAction(parsed => Run(parsed, pattern, "watch", View(parsed, (style, terminal) => new WatchView(style, terminal)), writer =>
        {
            WriteTexts(writer, "expressions", parsed.GetValue(expressions) ?? []);
            WriteBounds(writer, parsed);
            writer.WriteNumber("levels", parsed.GetValue(LiveOptions.Levels));
            writer.WriteBoolean("getters", parsed.GetValue(LiveOptions.Getters));
            writer.WriteBoolean("showSecrets", parsed.GetValue(LiveOptions.ShowSecrets));
        }));
        return command;
    }

    public static Command Trace()
    {
        var pattern = Pattern();
        var command = Make("trace", "Show where the time of a call goes: the tree of what it calls.", """
              dd-run trace 'Shop.Cart.Checkout(*)'                             two levels of callees
              dd-run trace 'Shop.Cart.Checkout(*)' --min 50ms --depth 4 -n 1   one slow call, in depth
            """, pattern);
        Add(command, LiveOptions.Depth, LiveOptions.Min, LiveOptions.Limit, LiveOptions.For, LiveOptions.PerSecond);
        command.SetAction(parsed => Run(parsed, pattern, "trace", View(parsed, (style, terminal) => new TraceView(style, terminal)), writer =>
        {
            WriteBounds(writer, parsed);
            writer.WriteNumber("depth", parsed.GetValue(LiveOptions.Depth));
            writer.WriteNumber("minNs", (long)parsed.GetValue(LiveOptions.Min).Time.TotalNanoseconds);
        }));
        return command;
    }

    public static Command Monitor()
    {
        var pattern = Pattern();
        var command = Make("monitor", "Count calls and failures of methods, with their durations.", """
              dd-run monitor 'Shop.Cart.*'                                     every five seconds
              dd-run monitor 'Shop.**.*Repository.*' -i 1s --json              for another program
            """, pattern);
        Add(command, LiveOptions.Interval, LiveOptions.ForEver);
        command.SetAction(parsed => Run(parsed, pattern, "monitor", parsed.GetValue(LiveOptions.Json) ? new JsonView(isOfCalls: false) : new MonitorView(Style(parsed), Terminal.OfOutput()), writer =>
        {
            writer.WriteNumber("intervalMs", Math.Max(1, (long)parsed.GetValue(LiveOptions.Interval).Time.TotalMilliseconds));
            writer.WriteNumber("forMs", (long)parsed.GetValue(LiveOptions.ForEver).Time.TotalMilliseconds);
        }));
        return command;
    }

    public static Command Stack()
    {
        var pattern = Pattern();
        var command = Make("stack", "Show who calls some methods: stack traces, counted.", """
              dd-run stack 'Shop.Stock.Reserve(*)'                             the next hundred calls
              dd-run stack 'Shop.Stock.Reserve(*)' --if 'quantity > 10' -n 5   five that are of interest
            """, pattern);
        Add(command, LiveOptions.Limit, LiveOptions.For, LiveOptions.PerSecond);
        command.SetAction(parsed =>
        {
            var view = new StackView(Style(parsed), Terminal.OfOutput(), parsed.GetValue(LiveOptions.Json));
            return Run(parsed, pattern, "stack", view, writer => WriteBounds(writer, parsed));
        });
        return command;
    }

    private static Argument<string?> Pattern() => new("PATTERN") { Description = PatternHelp, Arity = ArgumentArity.ZeroOrOne };

    private static Command Make(string name, string description, string examples, params Argument[] arguments)
    {
        var command = new Command(name, $"{description}\n\nExamples:\n{examples}");
        foreach (var argument in arguments)
            command.Arguments.Add(argument);
        Add(command, LiveOptions.Process, LiveOptions.Manifest, LiveOptions.If, LiveOptions.Json, Options.Colorless);
        command.Validators.Add(result =>
        {
            if (result.GetResult(arguments[0]) is not { Tokens.Count: > 0 } && result.GetResult(LiveOptions.Manifest) is null)
                result.AddError($"{name} takes a PATTERN, or --manifest FILE");
        });
        return command;
    }

    private static void Add(Command command, params Option[] options)
    {
        foreach (var option in options)
            command.Options.Add(option);
    }

    private static int Run(ParseResult parsed, Argument<string?> pattern, string kind, LiveView view, Action<Utf8JsonWriter> members)
    {
        if (MeantMethods.Read(parsed, pattern) is not { } meant)
            return ExitCodes.Usage;
        return LiveSession.With(parsed.GetValue(LiveOptions.Process), (process, connection, interruption) =>
        {
            new Observation(process, connection, view, new LiveOutput().Write) { Condition = parsed.GetValue(LiveOptions.If), Manifest = meant.File }.Run(kind, Request, interruption.Token);
            return interruption.ExitCode;
        });

        void Request(Utf8JsonWriter writer)
        {
            meant.Write(writer);
            if (parsed.GetValue(LiveOptions.If) is { } condition)
                writer.WriteString("if", condition);
            members(writer);
        }
    }

    private static LiveView View(ParseResult parsed, Func<Style, Terminal, LiveView> make) =>
        parsed.GetValue(LiveOptions.Json) ? new JsonView() : make(Style(parsed), Terminal.OfOutput());

    private static Style Style(ParseResult parsed) => Cli.Style.For(1, parsed.GetValue(Options.Colorless), Environment.GetEnvironmentVariable);

    private static void WriteBounds(Utf8JsonWriter writer, ParseResult parsed)
    {
        writer.WriteNumber("limit", parsed.GetValue(LiveOptions.Limit));
        writer.WriteNumber("forMs", (long)parsed.GetValue(LiveOptions.For).Time.TotalMilliseconds);
        writer.WriteNumber("perSecond", parsed.GetValue(LiveOptions.PerSecond));
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, string[] texts)
    {
        if (texts.Length == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
