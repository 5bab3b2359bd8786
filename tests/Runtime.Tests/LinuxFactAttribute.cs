using Xunit;

namespace DdRun.Runtime.Tests;

/// <summary>What only Linux' own sockets and files give.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "only on Linux";
}
