using System.Net;
using System.Net.Sockets;

namespace DdRun.Viewer.Hosting;

internal static class Ports
{
    private const int Tries = 20;

    /// <summary>A TCP port that is free: this one, else the next that is.</summary>
    public static int Free(IPAddress address, int port)
    {
        if (port == 0)
            return 0;
        for (var i = 0; i < Tries; i++)
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                // Taken means that somebody listens, and not that a connection of a moment ago is being forgotten.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                socket.Bind(new IPEndPoint(address, port + i));
                socket.Listen(1);
                return port + i;
            }
            catch (SocketException)
            {
                // The next.
            }
        }

        return 0;
    }

    /// <summary>Starts something on a UDP port: this one, else the next that is free.</summary>
    public static T Bind<T>(int port, Func<int, T> start)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return start(port + i);
            }
            catch (SocketException) when (port != 0 && i < Tries)
            {
                // The next.
            }
        }
    }
}
