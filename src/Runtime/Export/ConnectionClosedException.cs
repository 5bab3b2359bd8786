namespace DdRun.Export;

/// <summary>The peer closed the connection before it answered anything.</summary>
internal sealed class ConnectionClosedException() : PeerFailure("The server closed the connection.");
