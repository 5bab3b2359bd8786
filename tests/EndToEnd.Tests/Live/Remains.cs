namespace DdRun.EndToEnd.Tests.Live;

/// <summary>What of ours is left in a process.</summary>
internal static class Remains
{
    /// <summary>Returns when no thread of ours runs but the profiler's, which sleeps: the runtime cannot let go of it.</summary>
    public static async Task NoThread(int process)
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        while (Threads(process) is { Length: > 0 } threads)
        {
            Assert.False(bound.IsCancellationRequested, string.Join(", ", threads));
            await Task.Yield();
        }
    }

    private static string[] Threads(int process) =>
        [.. Directory.GetDirectories($"/proc/{process}/task").Select(Name).Where(name => name.StartsWith("dd-run", StringComparison.Ordinal) && name != "dd-run weaver")];

    private static string Name(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).Trim();
        }
        catch (IOException)
        {
            // It has just ended.
            return "";
        }
    }
}
