using System.ComponentModel;
using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Startup;

/// <summary>Where the loader comes in: it runs the initializer of this type, which unlike a method is found without reflection.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EntryPoint
{
    static EntryPoint() => Start();

    // Starts runtime metrics and weaving as the environment says. Whatever it throws, the loader tells.
    private static void Start()
    {
        if (!IsRuntimeCompatible())
            throw new NotSupportedException("the DdRun.Runtime that the application ships does not fit this dd-run: its own spans work, nothing else is traced");
        StartCompatible();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartCompatible()
    {
        OwnWork.Begin();
        try
        {
            // Set to nothing in a process that is attached to after somebody looked into it, for those that it starts.
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DD_RUN_LIVE_ONLY")))
                Bootstrap.Start();
        }
        finally
        {
            OwnWork.End();
        }
    }

    // The hook is asked for once more, by somebody who has left word of what he wants. The loader finds this by its name.
    private static void Again(string word)
    {
        OwnWork.Begin();
        try
        {
            if (word == "1;attach")
                Following.AttachAgain();
            else
                Live.LiveEntry.Answer(word, Bootstrap.Weaver);
        }
        finally
        {
            OwnWork.End();
        }
    }

    // A copy of another age may lack what is asked.
    private static bool IsRuntimeCompatible()
    {
        try
        {
            return LoadedAbi() == Probes.Probe.Abi;
        }
        catch (Exception e) when (e is TypeLoadException or MissingMemberException or FileNotFoundException)
        {
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LoadedAbi() => Probes.Probe.LoadedAbi;
}
