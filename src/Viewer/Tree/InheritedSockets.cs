using System.Net.Sockets;

namespace DdRun.Viewer.Tree;

/// <summary>The sockets that the launcher has opened before it started the target and us: what has come since waits in them.</summary>
internal sealed class InheritedSockets : IDisposable
{
    private InheritedSockets(Socket traces, Socket? metrics) => (Traces, Metrics) = (traces, metrics);

    /// <summary>Listens.</summary>
    public Socket Traces { get; }

    /// <summary>Is bound.</summary>
    public Socket? Metrics { get; }

    /// <param name="options">Which descriptors they are; without any, the launcher writes them as lines to standard input.</param>
    /// <param name="input">Standard input.</param>
    public static InheritedSockets Take(TreeOptions options, Stream input)
    {
        if (options.Traces is { } traces)
            return new(OfDescriptor(traces), options.Metrics is { } metrics ? OfDescriptor(metrics) : null);
        if (!OperatingSystem.IsWindows())
            throw new FormatException("--traces is missing");
        return new(OfLine(input, SocketInformationOptions.Listening), options.Summary ? OfLine(input, default) : null);
    }

    public void Dispose()
    {
        Traces.Dispose();
        Metrics?.Dispose();
    }

    private static Socket OfDescriptor(int descriptor) => new(new SafeSocketHandle(descriptor, ownsHandle: true));

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static Socket OfLine(Stream input, SocketInformationOptions state)
    {
        var line = new List<byte>();
        for (int next; (next = input.ReadByte()) != '\n';)
            line.Add(next >= 0 ? (byte)next : throw new EndOfStreamException("the launcher has given no sockets"));
        return new(new SocketInformation
        {
            ProtocolInformation = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString([.. line])),
            Options = state,
        });
    }
}
