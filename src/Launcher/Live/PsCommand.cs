using System.CommandLine;
using System.Globalization;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run ps</c>: the .NET processes of this machine, and what traces them or why nothing can. Changes nothing in any of them: it asks what the kernel and a runtime's diagnostics port tell of themselves.</summary>
internal static class PsCommand
{
    public static Command Make()
    {
        var command = new Command("ps", "List .NET processes: what traces them, or why nothing can.") { LiveOptions.Json, Options.Colorless };
        command.SetAction(parsed =>
        {
            if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
                return LiveCommands.RefusePlatform();
            try
            {
                Write(new ProcessFinder().All(), parsed, new LiveOutput());
            }
            catch (OutputClosedException)
            {
                // Whoever reads has seen enough.
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(IReadOnlyList<DotnetProcess> processes, ParseResult parsed, LiveOutput output)
    {
        if (parsed.GetValue(LiveOptions.Json))
            output.Write(string.Concat(processes.Select(process => Json(process) + "\n")));
        else if (processes.Count == 0)
            Message.Write("no .NET process runs here");
        else
            output.Write(Table(processes, Style.For(1, parsed.GetValue(Options.Colorless), Environment.GetEnvironmentVariable), Terminal.OfOutput(), DateTimeOffset.Now));
    }

    public static string Table(IReadOnlyList<DotnetProcess> processes, Style style, Terminal terminal, DateTimeOffset now)
    {
        var table = new TextTable(">PID", "NAME", "RUNTIME", "USER", "SINCE", ">THREADS", ">MEMORY", "TRACED");
        foreach (var process in processes)
        {
            Func<string, string> color = process.TracedBy is not null ? style.Service : process.Obstacle is not null ? style.Warning : style.Quiet;
            table.Add(
                color, Number(process.Id), process.Name, process.Runtime ?? "?", process.User, Since(process.Facts.StartTime, now),
                Number(process.Facts.Threads), $"{Number(process.Facts.Memory / (1 << 20))} MB", Traced(process));
        }

        return table.Render(style, terminal);
    }

    public static string Json(DotnetProcess process) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("pid", process.Id);
        writer.WriteString("name", process.Name);
        writer.WriteString("runtime", process.Runtime);
        writer.WriteString("user", process.User);
        writer.WriteString("startTime", process.Facts.StartTime.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteNumber("threads", process.Facts.Threads);
        writer.WriteNumber("memory", process.Facts.Memory);
        writer.WriteBoolean("traced", process.TracedBy is not null);
        if (process.TracedBy is not null)
        {
            writer.WriteString("version", process.TracedBy);
            if (process.Rules is { } rules)
                writer.WriteNumber("rules", rules);
            if (process.Woven is { } woven)
                writer.WriteNumber("woven", woven);
        }

        if (process.OtherProfiler is not null)
            writer.WriteString("profiler", process.OtherProfiler);
        if (process.Obstacle is not null)
            writer.WriteString("reason", process.Obstacle);
        if (process.Facts.Root.Length > 0)
            writer.WriteBoolean("container", true);
    });

    private static string Traced(DotnetProcess process)
    {
        if (process.OtherProfiler is { } other)
            return $"by another profiler: {other}";
        var place = process.Facts.Root.Length > 0 ? " (in a container)" : "";
        if (process.TracedBy is { } version)
            return $"by dd-run {version}{Counts(process)}{place}" + (process.Obstacle is { } now ? $"; {now}" : "");
        return process.Obstacle is { } obstacle ? $"cannot be: {obstacle}{place}" : $"no{place}";
    }

    private static string Counts(DotnetProcess process) =>
        process is { Rules: { } rules, Woven: { } woven } ? $": {EventText.Count(rules, "rule")}, {EventText.Count(woven, "method")}" : "";

    private static string Since(DateTimeOffset start, DateTimeOffset now)
    {
        start = start.ToOffset(now.Offset);
        return start.ToString(start.Date == now.Date ? "HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
