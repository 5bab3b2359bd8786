using System.Runtime.InteropServices;

namespace DdRun.Launcher.Launch;

/// <summary>The target as a child, with our terminal, standard streams and environment, and the signals that we receive.</summary>
internal sealed unsafe class SpawnedProcess : IDisposable
{
    private const short SetSignalMask = 8, SetSignalDefault = 4;
    private const int ENOENT = 2, EINTR = 4;

    // Not those that a terminal's job control sends to the whole process group, nor those that cannot be caught.
    private static readonly int[] Forwarded = OperatingSystem.IsMacOS() ? [1, 2, 3, 15, 30, 31] : [1, 2, 3, 10, 12, 15];

    private readonly List<PosixSignalRegistration> _registrations = [];
    // Not disposed of: a signal that comes with the target's end is handled after that, on a thread of its own.
    private readonly ManualResetEventSlim _isDecided = new();
    private int _pid;
    private volatile bool _hasEnded;

    // Signals that are ignored stay so, here and in the target: the runtime makes no handlers for them.
    private SpawnedProcess()
    {
        try
        {
            foreach (var signal in Forwarded)
                _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, Forward));
        }
        catch (Exception exception)
        {
            Message.Write($"signals are not forwarded: {exception.GetBaseException().Message}");
        }
    }

    public int Id => _pid;

    /// <returns>Null, with an exit code, when the target cannot be started.</returns>
    public static SpawnedProcess? Start(string[] arguments, int commandIndex, Dictionary<string, string?> changes, out int exitCode)
    {
        var argv = NativeArguments.From(arguments, commandIndex);
        var environment = NativeEnvironment.With(changes);
        // More than the largest of the platforms' opaque structures.
        var attributes = stackalloc byte[1024];
        var signals = stackalloc byte[128];
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setflags(attributes, SetSignalDefault | SetSignalMask);
        Libc.sigemptyset(signals);
        Libc.posix_spawnattr_setsigmask(attributes, signals);
        Libc.sigaddset(signals, Libc.SIGPIPE);
        Libc.posix_spawnattr_setsigdefault(attributes, signals);

        // Before the target is there: from then on, a signal that ended us would leave it behind.
        var process = new SpawnedProcess();
        int pid;
        var error = Libc.posix_spawnp(&pid, argv[0], null, attributes, argv, environment);
        exitCode = error == ENOENT ? ExitCodes.NotFound : ExitCodes.NotExecutable;
        if (error == 0)
            process._pid = pid;
        process._isDecided.Set();
        if (error == 0)
            return process;

        process.Dispose();
        Message.Write($"{arguments[commandIndex]}: {Marshal.GetPInvokeErrorMessage(error)}");
        return null;
    }

    /// <returns>The exit code, or as in the shells 128 + n when signal n ended it.</returns>
    public int Wait()
    {
        int status;
        while (Libc.waitpid(_pid, &status, 0) < 0)
            if (Marshal.GetLastPInvokeError() != EINTR)
                return ExitCodes.Refused;

        _hasEnded = true;
        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    private void Forward(PosixSignalContext context)
    {
        _isDecided.Wait();
        if (_pid == 0)
            return;
        context.Cancel = true;
        var signal = context.Signal switch
        {
            PosixSignal.SIGHUP => 1,
            PosixSignal.SIGINT => 2,
            PosixSignal.SIGQUIT => 3,
            PosixSignal.SIGTERM => 15,
            var raw => (int)raw,
        };
        // The terminal sends its own interrupt to the child as well, which is in the same process group.
        var fromKeyboard = signal is Libc.SIGINT or Libc.SIGQUIT && Libc.tcgetpgrp(0) == Libc.getpgrp();
        // Its number may be somebody else's by now.
        if (!fromKeyboard && !_hasEnded)
            Libc.kill(_pid, signal);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
