using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DdRun.Testing.Services;

/// <summary>A real server from Debian's packages, with its own data in a folder of its own, on loopback ports of its own.</summary>
/// <remarks>Nothing that the machine's administrator set up is read or touched: no configuration, no socket, no data.</remarks>
public sealed class ServiceProcess : IDisposable
{
    private static readonly ConcurrentDictionary<int, bool> s_ports = new();

    private readonly List<Process> _processes = [];
    private readonly Recorder<string> _lines = new();

    /// <summary>Makes the server's folder, owned by <paramref name="user"/> where one is given.</summary>
    public ServiceProcess(string? user = null)
    {
        User = user is not null && Environment.UserName == "root" ? user : null;
        Folder = Directory.CreateTempSubdirectory("dd-run-service-").FullName;
        if (User is not null)
            Run("chown", User, Folder);
    }

    public string Folder { get; }

    private string? User { get; }

    /// <summary>The first of the files that exists, or <c>null</c>: the package is not installed.</summary>
    public static string? Find(params string[] files) => Array.Find(files, File.Exists);

    /// <summary>Below those that systems give to whoever asks for any port: such a one could be somebody else's before the server takes it.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            if (s_ports.TryAdd(port, true) && IsFree(port))
                return port;
        }
    }

    /// <summary>Runs a preparing command to its end.</summary>
    public void Run(string file, params string[] arguments)
    {
        using var process = Process.Start(Describe(file, arguments, []))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {errors.Result}{output}");
    }

    /// <summary>Starts a server and waits until it writes <paramref name="ready"/>; with <c>null</c> it is not waited for.</summary>
    public async Task Start(string? ready, string file, string[] arguments, params (string Name, string Value)[] environment)
    {
        var process = new Process { StartInfo = Describe(file, arguments, environment) };
        process.OutputDataReceived += (_, line) => _lines.Add(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _lines.Add(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        if (ready is null)
            return;
        var written = _lines.WaitForAny(line => line.Contains(ready, StringComparison.Ordinal), $"{Path.GetFileName(file)} to write '{ready}'");
        if (await Task.WhenAny(written, process.WaitForExitAsync()).ConfigureAwait(false) != written)
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {string.Join('\n', _lines.Items)}");
        await written.ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(Folder, recursive: true);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private ProcessStartInfo Describe(string file, string[] arguments, (string Name, string Value)[] environment)
    {
        // PostgreSQL and MariaDB refuse to run as root.
        string[] command = User is not null && file != "chown"
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", file, .. arguments]
            : [file, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
