using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Profiler;

/// <summary>The contract with the native side: native/src/ddrun.h.</summary>
internal sealed unsafe class ProfilerNative
{
    public const int Abi = 4;

    readonly delegate* unmanaged<int> _abi;
    readonly delegate* unmanaged<int> _ready;
    readonly delegate* unmanaged<nint, byte*, uint, int*, uint, int> _weave;
    readonly nint _library;
    readonly delegate* unmanaged<nint, nint, int> _weaveCopy;
    readonly delegate* unmanaged<nint, uint*, uint, int*, int> _restore;
    readonly delegate* unmanaged<nint, byte**, uint*, uint*, int> _moduleImage;
    readonly delegate* unmanaged<nint, uint, byte**, uint*, int> _methodBody;
    readonly delegate* unmanaged<NativeFailure*, uint, int> _takeFailures;
    readonly delegate* unmanaged<NativeFailure*, uint, int> _takeUnfinished;
    readonly delegate* unmanaged<uint, void> _noteRules;

    /// <exception cref="EntryPointNotFoundException">The library is not ours.</exception>
    public ProfilerNative(nint library)
    {
        _library = library;
        _abi = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "ddrun_abi");
        _ready = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "ddrun_ready");
        _weave = (delegate* unmanaged<nint, byte*, uint, int*, uint, int>)NativeLibrary.GetExport(library, "ddrun_weave");
        _weaveCopy = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "ddrun_weave_copy");
        _restore = (delegate* unmanaged<nint, uint*, uint, int*, int>)NativeLibrary.GetExport(library, "ddrun_restore");
        _moduleImage = (delegate* unmanaged<nint, byte**, uint*, uint*, int>)NativeLibrary.GetExport(library, "ddrun_module_image");
        _methodBody = (delegate* unmanaged<nint, uint, byte**, uint*, int>)NativeLibrary.GetExport(library, "ddrun_method_body");
        _takeFailures = (delegate* unmanaged<NativeFailure*, uint, int>)NativeLibrary.GetExport(library, "ddrun_take_failures");
        _takeUnfinished = (delegate* unmanaged<NativeFailure*, uint, int>)NativeLibrary.GetExport(library, "ddrun_take_unfinished");
        _noteRules = (delegate* unmanaged<uint, void>)NativeLibrary.GetExport(library, "ddrun_note_rules");
    }

    public int ReadAbi() => _abi();

    public int IsReady() => _ready();

    public int Weave(nint typeHandle, ReadOnlySpan<byte> plan, Span<int> results)
    {
        fixed (byte* planStart = plan)
        fixed (int* resultStart = results)
            return _weave(typeHandle, planStart, (uint)plan.Length, resultStart, (uint)results.Length);
    }

    public int Keep(nint typeHandle, ReadOnlySpan<byte> plan, int methodCount)
    {
        // Looked up here: most starts have no such plan.
        var keep = (delegate* unmanaged<nint, byte*, uint, uint, int>)NativeLibrary.GetExport(_library, "ddrun_keep");
        fixed (byte* planStart = plan)
            return keep(typeHandle, planStart, (uint)plan.Length, (uint)methodCount);
    }

    public int WeaveCopy(nint typeHandle, nint wovenTypeHandle) => _weaveCopy(typeHandle, wovenTypeHandle);

    public int Restore(nint typeHandle, ReadOnlySpan<int> methods, Span<int> results)
    {
        fixed (int* methodStart = methods)
        fixed (int* resultStart = results)
            return _restore(typeHandle, (uint*)methodStart, (uint)methods.Length, resultStart);
    }

    public int ModuleImage(nint typeHandle, out byte* start, out uint size, out bool isMapped)
    {
        byte* foundStart = null;
        uint foundSize = 0, foundMapped = 0;
        int result = _moduleImage(typeHandle, &foundStart, &foundSize, &foundMapped);
        start = foundStart;
        size = foundSize;
        isMapped = foundMapped != 0;
        return result;
    }

    public int MethodBody(nint typeHandle, int method, out byte* start, out uint size)
    {
        byte* foundStart = null;
        uint foundSize = 0;
        int result = _methodBody(typeHandle, (uint)method, &foundStart, &foundSize);
        start = foundStart;
        size = foundSize;
        return result;
    }

    public int TakeFailures(NativeFailure* buffer, int capacity) => _takeFailures(buffer, (uint)capacity);

    public int TakeUnfinished(NativeFailure* buffer, int capacity) => _takeUnfinished(buffer, (uint)capacity);

    public void NoteRules(int count) => _noteRules((uint)count);
}
