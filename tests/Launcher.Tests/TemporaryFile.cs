namespace DdRun.Launcher.Tests;

internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        File.WriteAllBytes(Path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, mode);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "dd-run-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(Path);
}
