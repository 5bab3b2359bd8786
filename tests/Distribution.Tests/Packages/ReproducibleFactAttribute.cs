namespace DdRun.Distribution.Tests.Packages;

/// <summary>Skipped with the reason where the tool that unifies times cannot be had.</summary>
public sealed class ReproducibleFactAttribute : FactAttribute
{
    public ReproducibleFactAttribute() => Skip = File.Exists("/usr/bin/strip-nondeterminism") ? null : "strip-nondeterminism could not be had when the packages were made";
}
