namespace DdRun.Distribution.Tests.Packages;

/// <summary>Skipped with the reason where there is no Debian package to look at.</summary>
public sealed class DebianFactAttribute : FactAttribute
{
    public DebianFactAttribute() => Skip = File.Exists("/usr/bin/dpkg-deb") ? null : "no dpkg-deb here, so no Debian package was made";
}
