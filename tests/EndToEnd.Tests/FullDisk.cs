namespace DdRun.EndToEnd.Tests;

public class FullDisk
{
    /// <summary>Where logs go, where plans are kept, where the user's state is: on a disk with no byte left the target is traced, and ends as without us.</summary>
    [SmallDiskTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_disk_without_room_the_target_is_traced_all_the_same(bool isFullFromTheStart)
    {
        await using var rig = await Rig.Start();
        using var disk = SmallDisk.TryMount()!;
        var (logs, state, cache) = (Path.Combine(disk.Path, "logs"), Path.Combine(disk.Path, "state"), Path.Combine(disk.Path, "cache"));
        if (!isFullFromTheStart)
            Array.ForEach([logs, state, cache], folder => Directory.CreateDirectory(folder));
        disk.Fill();
        Assert.Throws<IOException>(() => File.WriteAllText(Path.Combine(disk.Path, "more"), "text"));

        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return").With(
            ("DD_TRACE_LOG_SINKS", ""), ("DD_TRACE_DEBUG", "true"), ("DD_TRACE_LOG_DIRECTORY", logs), ("XDG_STATE_HOME", state), ("XDG_CACHE_HOME", cache));
        for (var start = 1; start <= 2; start++)
        {
            Assert.Equal(new TargetResult(3, "last order, garnished\n", ""), await TargetProcess.Run(target));
            Assert.Equal(start, rig.Agent.Spans.Items.Count(span => span.Name == "garnish"));
        }
        // Nothing that is half there.
        Assert.All(Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("full" or "more")), file => Assert.EndsWith(".log", file, StringComparison.Ordinal));
    }
}
