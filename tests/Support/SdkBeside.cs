namespace DdRun.Testing;

/// <summary>OpenTelemetry's SDK in a target's process, which wants every activity of every source.</summary>
public sealed class SdkBeside : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>For the target.</summary>
    public (string Name, string Value)[] Variables => [("DOTNET_STARTUP_HOOKS", Repository.App("SdkHook", "SdkHook.dll")), ("SDK_HOOK_FILE", Seen)];

    /// <summary>Whether it was in the process, once that has ended.</summary>
    public bool WasThere => File.Exists(Seen) && File.ReadAllText(Seen).StartsWith("TracerProviderSdk", StringComparison.Ordinal);

    private string Seen => Path.Combine(_folder.Path, "sdk");

    public void Dispose() => _folder.Dispose();
}
