namespace DdRun.EndToEnd.Tests.Live;

/// <summary>A test of what concerns several users, or a mount of its own; skipped where this user may not do that.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SuperuserFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_may = new(static () =>
    {
        using var disk = SmallDisk.TryMount();
        return disk is not null && Environment.UserName == "root";
    });

    public SuperuserFactAttribute() => Skip = s_may.Value ? null : "this user may neither be another nor mount a file system";
}
