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

    /// <summary>Returns when the process has no other sockets than these, and those may have gone.</summary>
    public static async Task NoSocketBut(int process, string[] before)
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        while (Sockets(process).Except(before).ToArray() is { Length: > 0 } more)
        {
            Assert.False(bound.IsCancellationRequested, string.Join(", ", more));
            await Task.Yield();
        }
    }

    /// <summary>What the kernel calls the sockets that the process has open.</summary>
    public static string[] Sockets(int process) =>
        [.. Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget ?? "").Where(target => target.StartsWith("socket:", StringComparison.Ordinal))];

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
