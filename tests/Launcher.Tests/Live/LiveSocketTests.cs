using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Tests.Live;

[UnsupportedOSPlatform("windows")]
public sealed class LiveSocketTests : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("live-");

    private string Folder => Path.Combine(_folder.FullName, $"dd-run-{Users.Own}");

    private DotnetProcess Self => FakePeer.Self with { Port = Path.Combine(_folder.FullName, "dotnet-diagnostic-1-2-socket") };

    [Fact]
    public void Folder_and_socket_are_the_users_alone()
    {
        using var socket = new LiveSocket(Self);
        Assert.Equal("rwx------", Permissions(Folder));
        Assert.Equal("rw-------", Permissions(socket.Address));
    }

    [Fact]
    public void The_process_itself_is_let_in_and_the_name_goes()
    {
        using var socket = new LiveSocket(Self);
        using var client = Connect(socket.Address);
        using var accepted = socket.Accept(s_bound);
        Assert.NotNull(accepted);
        socket.Remove();
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void Another_process_is_not()
    {
        using var other = Process.Start(new ProcessStartInfo("sleep", "1000"))!;
        try
        {
            using var socket = new LiveSocket(Self with { Facts = ProcessFacts.Read(other.Id)! });
            using var client = Connect(socket.Address);
            Assert.Null(socket.Accept(s_bound));
            Assert.Equal(0, client.Receive(new byte[1]));
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        new LiveSocket(Self).Dispose();
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_folder_that_others_may_enter_is_refused()
    {
        Directory.CreateDirectory(Folder, (UnixFileMode)0b111_101_101);
        Assert.Contains("0700", Assert.Throws<LiveFailure>(() => new LiveSocket(Self)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_its_place_is_refused()
    {
        var elsewhere = _folder.CreateSubdirectory("elsewhere").FullName;
        File.SetUnixFileMode(elsewhere, (UnixFileMode)0b111_000_000);
        File.CreateSymbolicLink(Folder, elsewhere);
        Assert.Throws<LiveFailure>(() => new LiveSocket(Self));
        Assert.Empty(Directory.GetFiles(elsewhere));
    }

    [Fact]
    public void A_folder_of_somebody_elses_is_refused() =>
        Assert.Throws<LiveFailure>(() =>
        {
            LiveFolder.Prepare(Folder, Users.Own);
            LiveFolder.Prepare(Folder, Users.Own + 1);
        });

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        var deep = _folder.CreateSubdirectory(new string('d', 100)).FullName;
        Assert.Contains("too long", Assert.Throws<LiveFailure>(() => new LiveSocket(Self with { Port = deep + "/socket" })).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(deep, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_a_killed_command_left_is_swept_and_what_is_in_use_stays()
    {
        LiveFolder.Prepare(Folder, Users.Own);
        var abandoned = Path.Combine(Folder, "live-2147483647-0.sock");
        var foreign = Path.Combine(Folder, "live-2147483646-0.sock");
        Listen(abandoned).Dispose();
        Assert.True(File.Exists(abandoned) || Recreate(abandoned));
        using var elsewhere = Listen(foreign);

        LiveFolder.Sweep(Folder);

        Assert.Equal([foreign], Directory.GetFiles(Folder));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Disposing of a socket of .NET's removes its file, which a killed process does not.
    private static bool Recreate(string path)
    {
        using var python = Process.Start("python3", ["-c", $"import socket; socket.socket(socket.AF_UNIX).bind('{path}')"]);
        python.WaitForExit();
        return File.Exists(path);
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return socket;
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Permissions(string path)
    {
        var mode = (int)File.GetUnixFileMode(path);
        return string.Concat(Enumerable.Range(0, 9).Select(bit => (mode & (256 >> bit)) != 0 ? "rwx"[bit % 3] : '-'));
    }
}
