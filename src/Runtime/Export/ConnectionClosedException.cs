namespace DdRun.Export;

/// <summary>The agent closed the connection before it answered anything.</summary>
internal sealed class ConnectionClosedException() : IOException("The agent closed the connection.");
