namespace DdRun.Launcher.Local;

/// <param name="Close">True when the client wants no further request on this connection.</param>
internal sealed record HttpRequest(string Method, string Path, byte[] Body, bool Close);
