using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Wcf;

/// <summary>Calls that have begun and not ended, by what their beginning returns. A call may end before that: on another thread, or in its own callback.</summary>
internal static class Calls
{
    private static readonly ConditionalWeakTable<object, Call> s_calls = [];

    /// <param name="result">What the beginning returns.</param>
    /// <param name="span">Its span.</param>
    public static void Begun(object result, Span span)
    {
        var call = s_calls.GetOrCreateValue(result);
        lock (call)
        {
            call.Span = span;
            if (!call.HasEnded)
                return;
        }
        Finish(result, call);
    }

    /// <param name="result">What the beginning has returned.</param>
    /// <param name="exception">What the end throws.</param>
    /// <param name="isFault">Whether the answer is a fault.</param>
    public static void Ended(object result, Exception? exception, bool isFault)
    {
        var call = s_calls.GetOrCreateValue(result);
        lock (call)
        {
            (call.HasEnded, call.Exception, call.IsFault) = (true, exception, isFault);
            if (call.Span is null)
                return;
        }
        Finish(result, call);
    }

    private static void Finish(object result, Call call)
    {
        s_calls.Remove(result);
        var span = call.Span!;
        if (call.Exception is not null)
        {
            span.SetException(call.Exception);
        }
        else if (call.IsFault)
        {
            span.Error = true;
            span.SetTag("error.message", RequestTags.Fault);
        }
        span.Finish();
    }

    private sealed class Call
    {
        public Span? Span { get; set; }
        public bool HasEnded { get; set; }
        public bool IsFault { get; set; }
        public Exception? Exception { get; set; }
    }
}
