namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>A test with PowerShell, which <c>./build.sh test</c> installs from NuGet.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PowerShellFactAttribute : FactAttribute
{
    public PowerShellFactAttribute() => Skip = File.Exists(PowerShell.Command) ? null : "PowerShell is not installed in artifacts/tools";
}
