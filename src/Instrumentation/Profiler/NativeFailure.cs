using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Profiler;

/// <summary><c>ddrun_failure</c> in native/src/ddrun.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeFailure
{
    public nint TypeHandle;
    public int Method;
    public int Result;
}
