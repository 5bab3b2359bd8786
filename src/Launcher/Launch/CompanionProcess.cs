using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DdRun.Launcher.Launch;

/// <summary>
/// A program of ours beside the target: it has the descriptors that it is given and our standard error, and ends when its standard input does, however
/// we end. Signals that mean the target pass it by.
/// </summary>
internal sealed unsafe class CompanionProcess
{
    private const short SetSignalMask = 8;
    private const int WNOHANG = 1, EINTR = 4;

    // Those that a terminal sends to all of us, or somebody to the whole process group.
    private static readonly int[] PassedBy = OperatingSystem.IsMacOS() ? [1, 2, 3, 15, 30, 31] : [1, 2, 3, 10, 12, 15];

    private readonly int _pid;
    private int? _status;

    private CompanionProcess(int pid) => _pid = pid;

    /// <param name="file">Its path.</param>
    /// <param name="arguments">Behind its name; each <c>{n}</c> in them becomes the number that the nth descriptor has there.</param>
    /// <param name="changes">The variables to set, and with null as value those to remove.</param>
    /// <param name="input">The descriptor of its standard input.</param>
    /// <param name="output">The descriptor of its standard output.</param>
    /// <param name="descriptors">Others that it gets.</param>
    /// <exception cref="IOException">It does not start.</exception>
    public static CompanionProcess Start(string file, IEnumerable<string> arguments, Dictionary<string, string?> changes, int input, int output, params ReadOnlySpan<int> descriptors)
    {
        // More than the largest of the platforms' opaque structures.
        var attributes = stackalloc byte[1024];
        var actions = stackalloc byte[1024];
        var signals = stackalloc byte[128];
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setflags(attributes, SetSignalMask);
        Libc.sigemptyset(signals);
        foreach (var signal in PassedBy)
            Libc.sigaddset(signals, signal);
        Libc.posix_spawnattr_setsigmask(attributes, signals);

        Libc.posix_spawn_file_actions_init(actions);
        var words = arguments.Prepend(file).ToArray();
        // A descriptor that is put in its own place would close on exec: each gets another one, and none the place of one that is still to be put.
        var place = 3;
        for (var i = 0; i < descriptors.Length; i++, place++)
        {
            while (descriptors.Contains(place) || place == input || place == output)
                place++;
            Libc.posix_spawn_file_actions_adddup2(actions, descriptors[i], place);
            for (var k = 0; k < words.Length; k++)
                words[k] = words[k].Replace(string.Create(CultureInfo.InvariantCulture, $"{{{i}}}"), place.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        Libc.posix_spawn_file_actions_adddup2(actions, input, 0);
        if (output != 1)
            Libc.posix_spawn_file_actions_adddup2(actions, output, 1);
        if (output == 2)
            // So that it stays where it would close on exec, which is where we had to open it.
            Libc.posix_spawn_file_actions_adddup2(actions, 1, 2);

        var argv = NativeArguments.Copy([.. words.Select(Encoding.UTF8.GetBytes)]);
        var environment = NativeEnvironment.With(changes);
        int pid;
        var error = Libc.posix_spawn(&pid, argv[0], actions, attributes, argv, environment);
        Libc.posix_spawn_file_actions_destroy(actions);
        if (error != 0)
            throw new IOException($"{file}: {Marshal.GetPInvokeErrorMessage(error)}");
        return new(pid);
    }

    public bool HasEnded => Status(WNOHANG) is not null;

    /// <returns>The exit code, or as in the shells 128 + n when signal n ended it.</returns>
    public int Wait() => Status(0) ?? ExitCodes.Failure;

    private int? Status(int options)
    {
        if (_status is not null)
            return _status;
        int status, pid;
        while ((pid = Libc.waitpid(_pid, &status, options)) < 0)
            if (Marshal.GetLastPInvokeError() != EINTR)
                return _status = ExitCodes.Failure;
        if (pid == 0)
            return null;
        var signal = status & 0x7f;
        return _status = signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }
}
