namespace DdRun.Configuration;

/// <summary>PEM files for a connection by TLS; null = the system's authorities, no certificate of our own, the key beside its certificate.</summary>
internal sealed record TlsFiles(string? Authorities, string? Certificate, string? Key);
