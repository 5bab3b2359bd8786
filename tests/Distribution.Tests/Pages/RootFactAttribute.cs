namespace DdRun.Distribution.Tests.Pages;

/// <summary>Skipped where this user may not put folders of its own in the place of the machine's.</summary>
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.UserName == "root" && OperatingSystem.IsLinux() ? null : "only root may change what a test sees in /opt and /app";
}
