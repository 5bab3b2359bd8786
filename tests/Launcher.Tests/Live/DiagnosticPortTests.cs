using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Tests.Live;

public sealed class DiagnosticPortTests : IDisposable
{
    private const int Process = 4711;

    private readonly string _folder = Directory.CreateTempSubdirectory("diagnostic-port-").FullName;

    [Theory]
    [InlineData("dotnet-diagnostic-4711-5000-socket", true)]
    // An emulator has counted a tick more.
    [InlineData("dotnet-diagnostic-4711-5001-socket", true)]
    // Left behind by another process that had this id.
    [InlineData("dotnet-diagnostic-4711-1200-socket", false)]
    [InlineData("dotnet-diagnostic-47112-5000-socket", false)]
    [InlineData("dotnet-diagnostic-4711-5000-socket.old", false)]
    public void A_port_is_the_processs_when_it_began_as_the_process_did(string file, bool isFound)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, "");
        var facts = new ProcessFacts { Id = Process, NamespaceId = Process, User = 0, State = 'S', Threads = 1, Memory = 0, StartTicks = 5000, Executable = "", CommandLine = ["app"], Root = "" };

        Assert.Equal(isFound ? path : null, DiagnosticPort.Find(facts, _folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
