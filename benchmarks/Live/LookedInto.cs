using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DdRun.Benchmarks.Weaving;
using Microsoft.Diagnostics.NETCore.Client;

namespace DdRun.Benchmarks.Live;

/// <summary>A process of this program that somebody looks into, as the command does.</summary>
internal sealed class LookedInto : IDisposable
{
    private static readonly Guid s_profiler = Guid.Parse("{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}");

    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dd-run-live-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? _socket;
    private int _id;

    /// <param name="what">It does.</param>
    /// <param name="launcher">What starts it; null where nothing prepares it.</param>
    public LookedInto(string what, string? launcher = null)
        : this(OwnProgram(launcher), LiveChild.Argument, what) => Hear();

    private LookedInto(ProcessStartInfo start, params ReadOnlySpan<string> arguments)
    {
        (start.RedirectStandardOutput, start.RedirectStandardInput) = (true, true);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DD_RUN_LIVE_CHANGES"] = long.MaxValue.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
    }

    /// <summary>The web service of <c>benchmarks/AspNetCore</c>, which is a program of its own.</summary>
    /// <param name="verb">What it does.</param>
    public static LookedInto Web(string verb)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return new(new ProcessStartInfo("dotnet"), Path.Combine(own.Parent!.Parent!.Parent!.FullName, "AspNetCore", "bin", own.Parent.Name, own.Name, "AspNetCore.dll"), verb);
    }

    private static ProcessStartInfo OwnProgram(string? launcher)
    {
        var start = new ProcessStartInfo(launcher ?? Environment.ProcessPath!);
        if (launcher is not null)
            start.ArgumentList.Add(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(LookedInto).Assembly.Location);
        return start;
    }

    public int Id => _process.Id;

    /// <summary>Kilobytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024;
        }
    }

    public bool HasExited => _process.HasExited;

    public void Open(string home)
    {
        var path = Path.Combine(_folder.FullName, "live.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        var native = Directory.GetFiles(Path.Combine(home, "native"), "*ddrun*", SearchOption.AllDirectories)[0];
        var client = new DiagnosticsClient(_process.Id);
        client.SetEnvironmentVariable("DD_RUN_LIVE_ONLY", "1");
        client.SetEnvironmentVariable("CORECLR_PROFILER_PATH", native);
        client.AttachProfiler(TimeSpan.FromSeconds(30), s_profiler, native);
        client.SetEnvironmentVariable("DD_RUN_LIVE_CALL", $"1;{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))};{path}");
        client.ApplyStartupHook(Path.Combine(home, ".", "hook", "DdRun.StartupHook.dll"));
        _socket = _listener.Accept();
        Receive("hello");
        Send("""{"type":"welcome","protocol":1,"version":"benchmark"}""");
    }

    /// <summary>The next line that the process says.</summary>
    public string Hear() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the process has ended");

    /// <summary>What the process answers to a line.</summary>
    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Hear();
    }

    /// <returns>The number of methods.</returns>
    public int Observe(string kind, string pattern, string members = "")
    {
        Send($$"""{"type":"observe","id":{{++_id}},"kind":"{{kind}}","pattern":"{{pattern}}","limit":1000000000,"forMs":0{{members}}}""");
        var ready = Receive("ready");
        return ready.GetProperty("methods").GetInt32();
    }

    public void Stop()
    {
        Send($$"""{"type":"stop","id":{{_id}}}""");
        Receive("ended");
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
        _folder.Delete(recursive: true);
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    public static string? Home() => WeavingSpeed.Home();

    private void Send(string frame)
    {
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(frame)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - sizeof(int));
        Encoding.UTF8.GetBytes(frame, bytes.AsSpan(sizeof(int)));
        _socket!.Send(bytes);
    }

    // Passes over events.
    private JsonElement Receive(string type)
    {
        while (true)
        {
            var frame = JsonDocument.Parse(Read(BinaryPrimitives.ReadInt32LittleEndian(Read(sizeof(int))))).RootElement;
            var found = frame.GetProperty("type").GetString();
            if (found == type)
                return frame;
            if (found is "error")
                throw new InvalidOperationException(frame.ToString());
        }
    }

    private byte[] Read(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
            at += _socket!.Receive(bytes, at, count - at, SocketFlags.None) is > 0 and var read ? read : throw new InvalidOperationException("the process has hung up");
        return bytes;
    }
}
