using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Tests.Live;

/// <summary>Both ends of a channel: ours, and a process's that says what a test wants it to.</summary>
internal sealed class FakePeer : IDisposable
{
    private const string Socket = "live";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("live-");
    private readonly Socket _ours = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly NetworkStream _process;

    public FakePeer()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var address = new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, Socket));
        listener.Bind(address);
        listener.Listen();
        _ours.Connect(address);
        _process = new(listener.Accept(), ownsSocket: true);
        Connection = new(_ours);
    }

    public LiveConnection Connection { get; }

    public Socket Accepted => _ours;

    /// <summary>This very process, which is there and of this user.</summary>
    public static DotnetProcess Self { get; } = new() { Facts = ProcessFacts.Read(Environment.ProcessId)!, Name = "Fake" };

    public void Say(string json) => SayBytes(Frame(Encoding.UTF8.GetBytes(json)));

    public void SayBytes(byte[] bytes) => _process.Write(bytes);

    /// <summary>What we have sent next.</summary>
    public JsonElement Hear()
    {
        var length = new byte[4];
        _process.ReadExactly(length);
        var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        _process.ReadExactly(body);
        return JsonDocument.Parse(body).RootElement;
    }

    public void HangUp() => _process.Dispose();

    public static byte[] Frame(byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    public void Dispose()
    {
        Connection.Dispose();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
