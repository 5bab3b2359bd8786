using DdRun.Diagnostics;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Channel;

namespace DdRun.Instrumentation.Live;

/// <summary>Where somebody comes in who wants to look into the process.</summary>
internal static class LiveEntry
{
    /// <param name="text">What he has left in the environment.</param>
    /// <param name="weaver">What has woven the process at its start; null where nothing has.</param>
    public static void Answer(string text, LoadTimeWeaver? weaver)
    {
        if (CallFromOutside.Read(text) is { } call)
            new LiveSession(call, LiveTarget.Of(weaver)).Start();
        else
            Log.Warn("somebody wants to look into this process live, in words that this version does not know");
    }
}
