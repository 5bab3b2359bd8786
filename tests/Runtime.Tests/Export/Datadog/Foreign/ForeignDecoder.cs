using System.Diagnostics;
using DdRun.Testing;

namespace DdRun.Runtime.Tests.Export.Datadog.Foreign;

/// <summary>Decoders that are not ours: Debian's python3-msgpack and npm's @msgpack/msgpack, installed where they are missing.</summary>
internal static class ForeignDecoder
{
    private static readonly Lazy<string?> s_python = new(FindPython);
    private static readonly Lazy<string?> s_node = new(FindNode);
    private static readonly string s_modules = Path.Combine(Path.GetTempPath(), "dd-run-test-decoders");

    // Debian's, which its packages are for; another may come first in the path.
    private const string Python = "/usr/bin/python3";

    /// <summary>Why one cannot be used, null when it can.</summary>
    public static string? Problem(string name) => name == "python" ? s_python.Value : s_node.Value;

    public static string Decode(string name, ReadOnlySpan<byte> bytes)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "payload.msgpack");
        File.WriteAllBytes(file, bytes.ToArray());
        var scripts = Path.Combine(AppContext.BaseDirectory, "Export", "Datadog", "Foreign");
        var (code, output, error) = name == "python"
            ? Run(Python, Path.Combine(scripts, "canonical.py"), file)
            : Run("node", Path.Combine(scripts, "canonical.mjs"), NodeModule, file);
        Assert.True(code == 0, error);
        return output;
    }

    private static string NodeModule => Path.Combine(s_modules, "node_modules", "@msgpack", "msgpack", "dist.esm", "index.mjs");

    private static string? FindPython()
    {
        if (Run(Python, "-c", "import msgpack").Code == 0)
            return null;
        Run("apt-get", "install", "-qy", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=60", "python3-msgpack");
        return Run(Python, "-c", "import msgpack") is var (code, _, error) && code == 0 ? null : "python3-msgpack is not there and could not be installed: " + error.Trim();
    }

    private static string? FindNode()
    {
        if (!File.Exists(NodeModule))
            Run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", s_modules, "@msgpack/msgpack@3");
        return File.Exists(NodeModule) ? null : "@msgpack/msgpack is not there and could not be installed.";
    }

    private static (int Code, string Output, string Error) Run(string file, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}
