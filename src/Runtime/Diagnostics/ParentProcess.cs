using System.Runtime.InteropServices;

namespace DdRun.Diagnostics;

/// <summary>The process that has started this one. Compiled into the loader and the startup hook as well.</summary>
internal static unsafe class ParentProcess
{
    /// <summary>Its id; 0 when it cannot be told.</summary>
    public static int Id => OperatingSystem.IsWindows() ? OnWindows() : getppid();

    private static int OnWindows()
    {
        BasicInformation information;
        return NtQueryInformationProcess(-1, 0, &information, (uint)sizeof(BasicInformation), null) == 0 ? (int)information.Parent : 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct BasicInformation
    {
        private readonly nint _exitStatus, _environment, _affinity, _priority, _process;
        public nint Parent;
    }

    [DllImport("libc")]
    private static extern int getppid();

    // The pseudo handle -1 is this process, and kind 0 the basic information.
    [DllImport("ntdll")]
    private static extern int NtQueryInformationProcess(nint process, int kind, void* information, uint length, uint* returned);
}
