using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Opens the way into a process: it is asked to connect to a socket of ours, and both ends make sure of each other.</summary>
internal static class LiveChannel
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    /// <summary>A process that was never touched compiles what it needs first; one that has no processor to itself takes its time.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Another command that asks the same process at the same moment takes the place of our call, which is then made again.</summary>
    private static readonly TimeSpan s_repeat = TimeSpan.FromSeconds(3);

    /// <param name="process">Which.</param>
    /// <param name="home">What goes into it where there is nothing yet.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="LiveFailure">It cannot be.</exception>
    /// <exception cref="OperationCanceledException">It was to stop.</exception>
    public static LiveConnection Open(DotnetProcess process, Home home, CancellationToken stop)
    {
        if (OperatingSystem.IsWindows())
            throw new LiveFailure("processes that run are looked into on Linux only, for now");
        var key = Randomness.Hex(16);
        using var socket = new LiveSocket(process);
        // The kernel's word, and not ours, when this process is ended by a signal.
        using var removal = stop.Register(socket.Remove);
        var call = new LiveCall(process, home, $"{LiveConnection.Protocol};{key};{socket.Address}");
        call.Start();
        var peer = Wait(socket, call, process, stop);
        socket.Remove();
        var connection = new LiveConnection(peer);
        try
        {
            Greet(connection, peer, process, key);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static Socket Wait(LiveSocket socket, LiveCall call, DotnetProcess process, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var called = started;
        while (true)
        {
            if (socket.Accept(s_step) is { } peer)
                return peer;
            stop.ThrowIfCancellationRequested();
            if (call.Failure is { } failure)
                throw failure;
            if (ProcessFacts.Read(process.Id) is not { State: not ('Z' or 'X') })
                throw new LiveFailure($"process {process.Id} has ended");
            if (Stopwatch.GetElapsedTime(started) > s_patience)
                throw new LiveFailure($"process {process.Id} does not connect: it may be stopped, in a debugger, or have all its threads busy");
            if (call.IsDone && Stopwatch.GetElapsedTime(called) > s_repeat)
            {
                called = Stopwatch.GetTimestamp();
                call.Start();
            }
        }
    }

    /// <summary>Makes sure that the other end is who was called, and speaks as we do.</summary>
    /// <exception cref="LiveFailure">It is not, or does not.</exception>
    public static void Greet(LiveConnection connection, Socket peer, DotnetProcess process, string key)
    {
        // Until it has shown who it is, it may not keep us.
        peer.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
        if (connection.Receive() is not { } hello || hello.Text("type") != "hello")
            throw new LiveFailure($"process {process.Id} closed the connection at once");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hello.Text("key") ?? ""), Encoding.UTF8.GetBytes(key)))
            throw new LiveFailure($"process {process.Id} does not know the key that it was given");
        if (hello.Number("protocol") is var protocol and not LiveConnection.Protocol)
        {
            var version = Rendering.Printable.Of(hello.Text("version") ?? "?");
            throw new LiveFailure(
                $"process {process.Id} runs dd-run {version} with protocol {protocol}, and this is {Product.Version} with protocol {LiveConnection.Protocol}: use that version");
        }

        connection.Send("welcome", Welcome);
        peer.ReceiveTimeout = 0;

        static void Welcome(Utf8JsonWriter writer)
        {
            writer.WriteNumber("protocol", LiveConnection.Protocol);
            writer.WriteString("version", Product.Version);
        }
    }
}
