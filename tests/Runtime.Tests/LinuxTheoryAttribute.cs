using Xunit;

namespace DdRun.Runtime.Tests;

/// <summary>What only Linux' own sockets and files give.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "only on Linux";
}
