using System.Reflection;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Profiler;

/// <summary>
/// Compiles woven methods right after the weave, before anybody calls them. The runtime takes every body and only looks at
/// it when it compiles the method; when that fails, it throws at the caller and tells the profiler nothing.
/// Static constructors do not run here.
/// </summary>
internal sealed class WeaveVerifier(ProfilerBridge bridge)
{
    /// <summary>False for modules whose initializer compiling would run; it may not be the time yet.</summary>
    public static bool CanVerify(Module module)
    {
        try
        {
            return Type.GetTypeFromHandle(module.ModuleHandle.GetRuntimeTypeHandleFromMetadataToken(0x02000001))?.TypeInitializer is null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Brings those methods back that do not compile, and answers which and why, and whether they did before.</summary>
    public IReadOnlyList<ProfilerFailure> Verify(Module module, ReadOnlySpan<int> methods)
    {
        List<ProfilerFailure>? failures = null;
        foreach (int method in methods)
            if (Compile(module, method) is { } exception && WeavingFault.IsOne(exception))
                (failures ??= []).Add(new ProfilerFailure(module, method, exception.HResult));
        if (failures is null)
            return [];
        bridge.Restore(module, failures.ConvertAll(failure => failure.Method).ToArray());
        return failures.ConvertAll(WithCause);
    }

    /// <summary>Finds out whether the body of a method that was brought back compiles.</summary>
    public static ProfilerFailure WithCause(ProfilerFailure failure) => failure with { IsOurs = Compile(failure.Module, failure.Method) is null };

    static Exception? Compile(Module module, int token)
    {
        try
        {
            MethodBase? method = module.ResolveMethod(token);
            if (method is null || method.IsAbstract)
                return null;
            if (!method.ContainsGenericParameters)
            {
                // A virtual method that has no entry point yet counts as prepared (seen with .NET 10): this gives it one.
                if (method.IsVirtual)
                    _ = method.MethodHandle.GetFunctionPointer();
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
            else if (GenericArguments.TryChoose(method, out RuntimeTypeHandle[] arguments))
                RuntimeHelpers.PrepareMethod(method.MethodHandle, arguments);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
