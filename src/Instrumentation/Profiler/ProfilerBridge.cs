using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Profiler;

/// <summary>Hands work to the profiler that the runtime has loaded into this process. Thread safe; nothing here throws.</summary>
internal sealed unsafe class ProfilerBridge
{
    const int FirstType = 0x02000001;
    const int FailureBatch = 64;

    readonly ProfilerNative _native;

    ProfilerBridge(ProfilerNative native) => _native = native;

    /// <summary>Null, and the reason, when the process has no profiler or a foreign one.</summary>
    public static ProfilerBridge? TryConnect(out string reason)
    {
        string path = ProfilerPath.Find();
        try
        {
            if (!NativeLibrary.TryLoad(path, out nint library))
            {
                reason = $"the native library {path} does not load";
                return null;
            }
            var native = new ProfilerNative(library);
            if (native.ReadAbi() != ProfilerNative.Abi)
                reason = $"the native library {path} is of another version";
            else if (native.IsReady() < 0)
                reason = "the runtime has not loaded the profiler";
            else
            {
                reason = "";
                return new ProfilerBridge(native);
            }
        }
        catch (EntryPointNotFoundException)
        {
            reason = $"{path} is not the dd-run profiler";
        }
        return null;
    }

    /// <summary>Says how many rules of the user's are in force, for whoever looks at the process from outside.</summary>
    public void NoteRules(int count) => _native.NoteRules(count);

    /// <summary>Carries a plan out. It is live for every call that begins after the return.</summary>
    public WeaveResult Weave(Module module, ReadOnlySpan<byte> plan, int methodCount)
    {
        int[] results = new int[methodCount];
        int result = TryGetHandle(module, out nint handle) ? _native.Weave(handle, plan, results) : ProfilerError.ModuleIsDynamic;
        return new WeaveResult(result, results);
    }

    /// <summary>
    /// Leaves a plan with the profiler, of a module of which nothing has been compiled yet: each method gets its body right before it is compiled for the
    /// first time. <see cref="ProfilerError.Precompiled"/> where the module has compiled code with it.
    /// </summary>
    public int Keep(Module module, ReadOnlySpan<byte> plan, int methodCount) =>
        TryGetHandle(module, out nint handle) ? _native.Keep(handle, plan, methodCount) : ProfilerError.ModuleIsDynamic;

    /// <summary>Weaves another copy of a module as the one that is woven. <see cref="ProfilerError.OtherCopy"/> where it needs a plan of its own.</summary>
    public int WeaveCopy(Module copy, Module woven) =>
        TryGetHandle(copy, out nint handle) && TryGetHandle(woven, out nint other) ? _native.WeaveCopy(handle, other) : ProfilerError.ModuleIsDynamic;

    /// <summary>Brings the original bodies back.</summary>
    public WeaveResult Restore(Module module, ReadOnlySpan<int> methods)
    {
        int[] results = new int[methods.Length];
        int result = TryGetHandle(module, out nint handle) ? _native.Restore(handle, methods, results) : ProfilerError.ModuleIsDynamic;
        return new WeaveResult(result, results);
    }

    /// <summary>The original body of a method, with its header; empty when it has none. Valid as long as the module.</summary>
    public ReadOnlySpan<byte> MethodBody(Module module, int method)
    {
        if (!TryGetHandle(module, out nint handle) || _native.MethodBody(handle, method, out byte* start, out uint size) < 0)
            return default;
        return new ReadOnlySpan<byte>(start, (int)size);
    }

    /// <summary>The image of a module that has no file of its own (single-file apps, assemblies loaded from bytes).</summary>
    public bool TryGetModuleImage(Module module, out nint start, out int size, out bool isMapped)
    {
        (start, size, isMapped) = (0, 0, false);
        if (!TryGetHandle(module, out nint handle) ||
            _native.ModuleImage(handle, out byte* foundStart, out uint foundSize, out isMapped) < 0)
            return false;
        (start, size) = ((nint)foundStart, (int)foundSize);
        return true;
    }

    /// <summary>What the runtime has refused since the last call, after the weave had been answered.</summary>
    public ProfilerFailure[] TakeFailures()
    {
        // Pointers: a span of our own struct has no precompiled code.
        NativeFailure* buffer = stackalloc NativeFailure[FailureBatch];
        return Failures(buffer, _native.TakeFailures(buffer, FailureBatch));
    }

    /// <summary>The woven methods that this thread has begun to compile and could not.</summary>
    public ProfilerFailure[] TakeUnfinished()
    {
        NativeFailure* buffer = stackalloc NativeFailure[FailureBatch];
        return Failures(buffer, _native.TakeUnfinished(buffer, FailureBatch));
    }

    // Asked after every assembly: where there are none, no list is loaded.
    static ProfilerFailure[] Failures(NativeFailure* buffer, int count) => count <= 0 ? [] : ReadFailures(buffer, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static ProfilerFailure[] ReadFailures(NativeFailure* buffer, int count)
    {
        var failures = new List<ProfilerFailure>(count);
        for (int i = 0; i < count; i++)
            if (Type.GetTypeFromHandle(RuntimeTypeHandle.FromIntPtr(buffer[i].TypeHandle)) is { } type)
                failures.Add(new ProfilerFailure(type.Module, buffer[i].Method, buffer[i].Result));
        return [.. failures];
    }

    static bool TryGetHandle(Module module, out nint handle)
    {
        try
        {
            handle = module.ModuleHandle.GetRuntimeTypeHandleFromMetadataToken(FirstType).Value;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // Modules under construction resolve nothing.
            handle = 0;
            return false;
        }
    }
}
