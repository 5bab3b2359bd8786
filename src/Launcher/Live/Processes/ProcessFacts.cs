using System.Globalization;

namespace DdRun.Launcher.Live.Processes;

/// <summary>What the kernel tells of a process.</summary>
internal sealed record ProcessFacts
{
    // What Linux counts the times of processes in, on every platform that .NET runs on.
    private const int TicksPerSecond = 100;

    public required int Id { get; init; }

    /// <summary>Its own idea of its id, which is another one in a container.</summary>
    public required int NamespaceId { get; init; }

    public required uint User { get; init; }
    /// <summary>As in <c>ps</c>: <c>T</c> is stopped, <c>t</c> held by a debugger, <c>Z</c> dead.</summary>
    public required char State { get; init; }
    public required int Threads { get; init; }
    /// <summary>In bytes, resident.</summary>
    public required long Memory { get; init; }
    /// <summary>In ticks since the machine started.</summary>
    public required long StartTicks { get; init; }
    /// <summary>The file that runs; empty where that is not ours to know.</summary>
    public required string Executable { get; init; }
    public required IReadOnlyList<string> CommandLine { get; init; }
    /// <summary>The folder through which its files are reached; empty when they are where ours are.</summary>
    public required string Root { get; init; }

    public static IEnumerable<ProcessFacts> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } facts)
                yield return facts;
        }
    }

    /// <returns>Null when there is no such process.</returns>
    public static ProcessFacts? Read(int id)
    {
        var folder = $"/proc/{id}";
        if (Text($"{folder}/status") is not { Length: > 0 } status || Text($"{folder}/stat") is not { Length: > 0 } stat)
            return null;
        // The name of the program, which may hold anything, ends at the last parenthesis.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int state = 0, startTime = 19;
        if (fields.Length <= startTime)
            return null;
        return new()
        {
            Id = id,
            NamespaceId = (int)Number(status, "NSpid:", last: true, otherwise: id),
            User = (uint)Number(status, "Uid:"),
            State = fields[state][0],
            Threads = (int)Number(status, "Threads:"),
            Memory = 1024 * Number(status, "VmRSS:"),
            StartTicks = long.Parse(fields[startTime], CultureInfo.InvariantCulture),
            Executable = Link($"{folder}/exe"),
            CommandLine = Text($"{folder}/cmdline")?.TrimEnd('\0').Split('\0') ?? [],
            Root = Link($"{folder}/ns/mnt") is { Length: > 0 } own && own != OwnNamespace ? $"{folder}/root" : "",
        };
    }

    public DateTimeOffset StartTime => s_boot.Value.AddMilliseconds(StartTicks * (1000 / TicksPerSecond));

    /// <summary>Variables as they were when the process started; none where they are not ours to know.</summary>
    public Dictionary<string, string> StartEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (Text($"/proc/{Id}/environ") ?? "").Split('\0'))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var end)
                variables.TryAdd(line[..end], line[(end + 1)..]);
        }

        return variables;
    }

    /// <summary>The files that are mapped into it; empty where they are not ours to know.</summary>
    public string Maps() => Text($"/proc/{Id}/maps") ?? "";

    private static string OwnNamespace { get; } = Link("/proc/self/ns/mnt");

    private static readonly Lazy<DateTimeOffset> s_boot = new(() => DateTimeOffset.FromUnixTimeSeconds(Number(Text("/proc/stat") ?? "", "btime")));

    private static string? Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Link(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static long Number(string text, string key, bool last = false, long otherwise = 0)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(key, StringComparison.Ordinal))
                continue;
            var numbers = line[key.Length..].ToString().Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            return numbers.Length > 0 && long.TryParse(numbers[last ? ^1 : 0], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
        }

        return otherwise;
    }
}
