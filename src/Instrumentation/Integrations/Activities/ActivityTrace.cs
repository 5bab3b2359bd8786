using System.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>The trace of the current activity.</summary>
internal sealed class ActivityTrace : AmbientTrace
{
    /// <summary>What handlers of requests call theirs.</summary>
    public const string RequestOut = "System.Net.Http.HttpRequestOut";

    public override bool TryGet(out ulong traceIdHigh, out ulong traceIdLow)
    {
        (traceIdHigh, traceIdLow) = (0, 0);
        // One that has stopped was left behind by somebody who started it in his caller's flow.
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C, IsStopped: false } activity || IsOurs(activity))
            return false;
        var root = activity;
        while (root.Parent is { } parent)
            root = parent;
        // Somebody's of another process, whose context was not taken up here: by a setting, or because it was no good.
        if (root.HasRemoteParent || root.ParentSpanId != default)
            return false;
        var id = ActivityParent.ToNumber(activity.TraceId);
        (traceIdHigh, traceIdLow) = ((ulong)(id >> 64), (ulong)id);
        return traceIdHigh != 0 && traceIdLow != 0;
    }

    // Handlers make one for every request because we listen.
    private static bool IsOurs(Activity activity) => activity is { Parent: null, OperationName: RequestOut, Source.Name.Length: 0 };
}
