using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Launcher.Live.Processes;

/// <summary>
/// The questions to a runtime's diagnostics port that go to every process there is: each is bounded in time, since a process that is stopped or
/// hangs accepts a connection and says nothing. See dotnet/diagnostics, documentation/design-docs/ipc-protocol.md.
/// </summary>
internal static class DiagnosticPort
{
    private const int HeaderSize = 20, MagicSize = 14, MaxPayload = 1 << 20;
    private const int NearTicks = 100;
    private const string Suffix = "-socket";
    private const byte ProcessCommands = 4, Information = 4, Environment = 2, Server = 0xFF, Fine = 0;

    private static ReadOnlySpan<byte> Magic => "DOTNET_IPC_V1\0"u8;

    /// <summary>The port's address, as seen from here.</summary>
    /// <param name="process">Whose.</param>
    /// <param name="temporaryFolder"><c>TMPDIR</c> of the process, where it is known.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Find(ProcessFacts process, string? temporaryFolder)
    {
        var folder = process.Root + (string.IsNullOrEmpty(temporaryFolder) ? "/tmp" : temporaryFolder.TrimEnd('/'));
        var prefix = string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{process.NamespaceId}-");
        // The runtime tells processes that get the same id after one another apart by their start.
        var own = string.Create(CultureInfo.InvariantCulture, $"{folder}/{prefix}{process.StartTicks}{Suffix}");
        return File.Exists(own) ? own : FindNear(folder, prefix, process.StartTicks);
    }

    // Whoever carries out another processor's programs counts their start a moment later than the kernel does.
    private static string? FindNear(string folder, string prefix, long start)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"{prefix}*{Suffix}"))
            {
                var number = Path.GetFileName(file)[prefix.Length..^Suffix.Length];
                if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && Math.Abs(ticks - start) < NearTicks)
                    return file;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In a folder that is not ours to read.
        }

        return null;
    }

    /// <returns>Null when there is no answer in time.</returns>
    public static RuntimeIdentity? Identify(string address, TimeSpan patience)
    {
        if (Ask(address, Information, patience, continues: false) is not { Length: > 24 } answer)
            return null;
        var at = 24;
        var commandLine = Text(answer, ref at);
        Text(answer, ref at);
        return new(commandLine, Text(answer, ref at), Text(answer, ref at), Text(answer, ref at));
    }

    /// <returns>The variables that managed code sees now; null when there is no answer in time.</returns>
    public static Dictionary<string, string>? Variables(string address, TimeSpan patience)
    {
        if (Ask(address, Environment, patience, continues: true) is not { Length: >= 4 } answer)
            return null;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 4;
        for (var left = BinaryPrimitives.ReadUInt32LittleEndian(answer); left > 0 && at < answer.Length; left--)
        {
            var line = Text(answer, ref at);
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var end)
                variables.TryAdd(line[..end], line[(end + 1)..]);
        }

        return variables;
    }

    private static byte[]? Ask(string address, byte command, TimeSpan patience, bool continues)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        byte[]? answer = null;
        // Connecting waits as well, when the queue of a process that accepts nobody is full: closing the socket is what ends every wait.
        var asking = new Thread(() =>
        {
            try
            {
                answer = Ask(socket, address, command, continues);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or ArgumentException)
            {
                // No answer.
            }
        })
        { IsBackground = true };
        asking.Start();
        var isDone = asking.Join(patience);
        socket.Dispose();
        return isDone ? answer : null;
    }

    private static byte[]? Ask(Socket socket, string address, byte command, bool continues)
    {
        socket.Connect(new UnixDomainSocketEndPoint(address));
        using var stream = new NetworkStream(socket);
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(MagicSize), HeaderSize);
        (header[16], header[17]) = (ProcessCommands, command);
        stream.Write(header);

        stream.ReadExactly(header);
        if (!header.AsSpan(0, MagicSize).SequenceEqual(Magic) || header[16] != Server || header[17] != Fine)
            return null;
        var payload = new byte[Math.Max(0, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(MagicSize)) - HeaderSize)];
        stream.ReadExactly(payload);
        if (!continues)
            return payload;
        if (payload.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(payload) is not (<= MaxPayload and var length))
            return null;
        var continuation = new byte[length];
        stream.ReadExactly(continuation);
        return continuation;
    }

    // The count of UTF-16 units, the zero at the end included, and then these.
    private static string Text(byte[] bytes, ref int at)
    {
        if (at + 4 > bytes.Length)
            return "";
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) * 2L;
        at += 4;
        if (length > bytes.Length - at)
        {
            at = bytes.Length;
            return "";
        }

        var text = Encoding.Unicode.GetString(bytes, at, (int)length).TrimEnd('\0');
        at += (int)length;
        return text;
    }
}
