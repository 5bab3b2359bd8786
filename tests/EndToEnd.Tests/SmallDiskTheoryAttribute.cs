namespace DdRun.EndToEnd.Tests;

/// <summary>A test with a file system of its own; skipped where this user may not mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> s_mayMount = new(static () =>
    {
        using var disk = SmallDisk.TryMount();
        return disk is not null;
    });

    public SmallDiskTheoryAttribute() => Skip = s_mayMount.Value ? null : "this user may not mount a file system";
}
