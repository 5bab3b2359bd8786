using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Live.Channel;

/// <summary>The folder of the sockets: beside the diagnostics socket of the process, which both can see, and closed to everybody else.</summary>
[UnsupportedOSPlatform("windows")]
internal static class LiveFolder
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Prefix = "live-", Suffix = ".sock";

    /// <returns>The folder as seen from here. It exists.</returns>
    /// <exception cref="LiveFailure">It cannot be made, or is not safe.</exception>
    public static string For(DotnetProcess process)
    {
        var owner = process.Facts.User;
        var folder = string.Create(CultureInfo.InvariantCulture, $"{Path.GetDirectoryName(process.Port)}/dd-run-{owner}");
        try
        {
            Prepare(folder, owner);
            Sweep(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LiveFailure($"no place for a socket: {exception.Message}");
        }

        return folder;
    }

    /// <summary>A name that no other command has.</summary>
    public static string NewSocket(string folder, string unique) => string.Create(CultureInfo.InvariantCulture, $"{folder}/{Prefix}{Environment.ProcessId}-{unique}{Suffix}");

    public static void Prepare(string folder, uint owner)
    {
        if (FileOwner.Of(folder) is null)
        {
            Directory.CreateDirectory(folder, OwnersOnly);
            // A superuser makes it for the user whose process it is.
            if (owner != Users.Own && Libc.lchown(folder, owner, uint.MaxValue) != 0)
                throw new LiveFailure($"{folder} cannot be given to {Users.Name(owner)}");
        }

        // Again: somebody else may have been faster.
        if (FileOwner.Of(folder) is not { IsFolder: true } found || found.User != owner || found.IsOpenToOthers)
            throw new LiveFailure($"{folder} is not a folder of {Users.Name(owner)}'s alone (mode 0700): remove it");
    }

    /// <summary>Removes what commands that were killed have left.</summary>
    public static void Sweep(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
        {
            var id = Path.GetFileName(file)[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists("/proc/" + id) && IsAbandoned(file))
                File.Delete(file);
        }
    }

    // A process that is not to be seen from here may still live in another container.
    private static bool IsAbandoned(string file)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(file));
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
