using System.ComponentModel;
using System.Diagnostics;
using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

/// <summary>A test that needs Node.js and the packages of <c>tests/apps/integrations/node</c>, which it installs when they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> s_missing = new(Install);

    public NodeTheoryAttribute() => Skip = s_missing.Value;

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "apps", "integrations", "node");

    private static string? Install()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "dd-trace")))
            return null;
        try
        {
            var start = new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
            using var npm = Process.Start(start)!;
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? null : $"npm install in {Folder} failed";
        }
        catch (Win32Exception)
        {
            return "Node.js and npm are not installed";
        }
    }
}
