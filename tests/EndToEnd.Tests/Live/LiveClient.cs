using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Diagnostics.NETCore.Client;

namespace DdRun.EndToEnd.Tests.Live;

/// <summary>Speaks the live protocol with a process, as the command does; and as nobody should.</summary>
internal sealed class LiveClient : IDisposable
{
    private static readonly Guid s_profiler = Guid.Parse("{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}");

    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private Socket? _socket;
    private int _id;
    private bool _isDisposed;

    private LiveClient()
    {
        // Made for this user alone, as all temporary folders are.
        var path = Path.Combine(_folder.Path, "live.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        Call = $"1;{_key};{path}";
    }

    /// <summary>What the process is to find in its environment.</summary>
    public string Call { get; }

    /// <summary>Everything that has come in, in its order.</summary>
    public Recorder<JsonElement> Frames { get; } = new();

    /// <summary>Looks into a process that nobody has prepared.</summary>
    public static async Task<LiveClient> Open(int process)
    {
        var client = new LiveClient();
        client.Knock(process, isPrepared: false);
        await client.Welcome();
        return client;
    }

    /// <summary>Looks into one that dd-run is in already, be it from an earlier visit.</summary>
    public static async Task<LiveClient> OpenAgain(int process)
    {
        var client = new LiveClient();
        client.Knock(process, isPrepared: true);
        await client.Welcome();
        return client;
    }

    /// <summary>Asks a process to call, and lets the test speak.</summary>
    public static async Task<LiveClient> OpenRaw(int process, bool isPrepared)
    {
        var client = new LiveClient();
        client.Knock(process, isPrepared);
        client._socket = await client._listener.AcceptAsync().WaitAsync(Recorder<string>.Bound);
        return client;
    }

    public async Task Welcome()
    {
        _socket ??= await _listener.AcceptAsync().WaitAsync(Recorder<string>.Bound);
        _ = Read();
        var hello = await Frames.WaitForAny(frame => TypeOf(frame) == "hello", "hello");
        Assert.Equal((_key, 1), (hello.GetProperty("key").GetString(), hello.GetProperty("protocol").GetInt32()));
        Send("""{"type":"welcome","protocol":1,"version":"test"}""");
    }

    public void Send(string frame)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        SendRaw([.. length, .. bytes]);
    }

    public void SendRaw(byte[] bytes) => _socket!.Send(bytes);

    /// <summary>A request with a new id, and the answer to it.</summary>
    public async Task<JsonElement> Ask(string type, string members = "")
    {
        var id = Request(type, members);
        return await Frames.WaitForAny(frame => IdOf(frame) == id && TypeOf(frame) != "event", $"the answer to {type}");
    }

    public int Request(string type, string members = "")
    {
        var id = ++_id;
        Send($$"""{"type":"{{type}}","id":{{id}}{{(members.Length > 0 ? "," + members : "")}}}""");
        return id;
    }

    /// <summary>Observes, and answers the id when the methods are woven.</summary>
    public async Task<int> Observe(string kind, string pattern, string members = "")
    {
        var ready = await Ask("observe", $"\"kind\":\"{kind}\",\"pattern\":{JsonSerializer.Serialize(pattern)}{(members.Length > 0 ? "," + members : "")}");
        Assert.True(TypeOf(ready) == "ready", ready.ToString());
        return IdOf(ready);
    }

    /// <summary>The events of an observation when there are so many.</summary>
    public async Task<JsonElement[]> Events(int id, int count)
    {
        var frames = await Frames.WaitFor(all => all.Count(frame => IsEvent(frame, id)) >= count, $"{count} events of {id}");
        return [.. frames.Where(frame => IsEvent(frame, id))];
    }

    public async Task<JsonElement> Ended(int id) => await Frames.WaitForAny(frame => IdOf(frame) == id && TypeOf(frame) == "ended", $"the end of {id}");

    public async Task<JsonElement> Stop(int id)
    {
        Send($$"""{"type":"stop","id":{{id}}}""");
        return await Ended(id);
    }

    /// <summary>When the process has hung up.</summary>
    public async Task HungUp() => await Frames.WaitForAny(frame => TypeOf(frame) == "hung up", "the end of the connection");

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _socket?.Dispose();
        _listener.Dispose();
        _folder.Dispose();
    }

    private static bool IsEvent(JsonElement frame, int id) => IdOf(frame) == id && TypeOf(frame) == "event";

    public static string? TypeOf(JsonElement frame) => frame.GetProperty("type").GetString();

    private static int IdOf(JsonElement frame) => frame.TryGetProperty("id", out var id) ? id.GetInt32() : -1;

    private void Knock(int process, bool isPrepared)
    {
        var client = new DiagnosticsClient(process);
        var native = Directory.GetFiles(Path.Combine(Repository.Home, "native"), "libddrun.*", SearchOption.AllDirectories).Single();
        if (!isPrepared)
        {
            client.SetEnvironmentVariable("DD_RUN_LIVE_ONLY", "1");
            client.SetEnvironmentVariable("CORECLR_PROFILER_PATH", native);
            client.AttachProfiler(TimeSpan.FromSeconds(30), s_profiler, native);
        }
        Ask(client, Call);
    }

    /// <summary>Has a process that dd-run is in already call an address.</summary>
    public static void CallTo(int process, string address) => Ask(new DiagnosticsClient(process), $"1;{new string('0', 32)};{address}");

    /// <summary>Attaches to a process that dd-run is in already.</summary>
    public static void AttachAgain(int process, params (string Name, string Value)[] environment)
    {
        var client = new DiagnosticsClient(process);
        foreach (var (name, value) in environment)
            client.SetEnvironmentVariable(name, value);
        Ask(client, "1;attach");
    }

    private static void Ask(DiagnosticsClient client, string word)
    {
        client.SetEnvironmentVariable("DD_RUN_LIVE_CALL", word);
        // By another path than the one in DOTNET_STARTUP_HOOKS: that one the profiler answers itself, once.
        client.ApplyStartupHook(Path.Combine(Repository.Home, ".", "hook", "DdRun.StartupHook.dll"));
    }

    private async Task Read()
    {
        var length = new byte[sizeof(int)];
        try
        {
            while (await Fill(length))
            {
                var frame = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
                if (!await Fill(frame))
                    break;
                Frames.Add(JsonDocument.Parse(frame).RootElement);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // So it is.
        }
        Frames.Add(JsonDocument.Parse("""{"type":"hung up"}""").RootElement);
    }

    private async Task<bool> Fill(byte[] bytes)
    {
        for (var filled = 0; filled < bytes.Length;)
        {
            var count = await _socket!.ReceiveAsync(bytes.AsMemory(filled));
            if (count == 0)
                return false;
            filled += count;
        }
        return true;
    }
}
