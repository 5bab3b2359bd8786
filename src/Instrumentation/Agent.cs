using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation;

/// <summary>Where the loader comes in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Agent
{
    /// <summary>Starts runtime metrics and weaving as the environment says. Throws nothing.</summary>
    public static void Start()
    {
        try
        {
            if (IsRuntimeCompatible())
                Instrumentation.Start();
            else
                WriteError("[dd-run] the DdRun.Runtime that the application ships does not fit this dd-run: its own spans work, nothing else is traced\n");
        }
        catch (Exception e)
        {
            WriteError($"[dd-run] nothing is traced: {e.GetType().Name}: {e.Message}\n");
        }
    }

    // Asked by reflection: compiled code would fail to load against a copy that has no such members.
    private static bool IsRuntimeCompatible()
    {
        var probe = Type.GetType("DdRun.Probes.Probe, DdRun.Runtime");
        return probe?.GetField("Abi", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is int abi && abi == ExpectedAbi;
    }

    private const int ExpectedAbi = Probes.Probe.Abi;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteError(string line) => Console.Error.Write(line);
}
