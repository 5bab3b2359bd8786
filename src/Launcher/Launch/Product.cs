using System.Reflection;

namespace DdRun.Launcher.Launch;

/// <summary>Which dd-run this is.</summary>
internal static class Product
{
    private const int ShortCommit = 12;

    /// <summary>Such as <c>1.2.3</c>.</summary>
    public static string Version => Full.Split('+')[0];

    private static string Full => typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Such as <c>dd-run 1.2.3 (0123456789ab, linux-x64)</c>: version, commit where it is known, and platform.</summary>
    public static string Line
    {
        get
        {
            var full = Full;
            var plus = full.IndexOf('+', StringComparison.Ordinal);
            var commit = plus < 0 ? "" : full[(plus + 1)..Math.Min(full.Length, plus + 1 + ShortCommit)] + ", ";
            return $"dd-run {(plus < 0 ? full : full[..plus])} ({commit}{Home.OwnRid})";
        }
    }
}
