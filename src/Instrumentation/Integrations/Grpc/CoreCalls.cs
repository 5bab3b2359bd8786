using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Calls of Grpc.Core's clients that are under way.</summary>
internal static class CoreCalls
{
    private static readonly ConditionalWeakTable<object, Span> s_spans = [];

    [ThreadStatic]
    private static Starting? t_starting;

    /// <summary>The call whose headers this thread is about to write.</summary>
    public static Starting? Current => t_starting;

    public static void Begin(object call, Span span)
    {
        s_spans.AddOrUpdate(call, span);
        t_starting = new(call, span);
        span.Activate();
    }

    /// <summary>The call has been started; it may be over as well.</summary>
    public static void Started(object call, Exception? exception)
    {
        if (t_starting is not { Span: var span } starting || !ReferenceEquals(starting.Call, call))
            return;
        t_starting = null;
        span.Deactivate();
        if (exception is not null && Take(call) is { } failed)
        {
            failed.SetException(exception);
            failed.Finish();
        }
    }

    /// <summary>The span of a call that is over; null where there is none, or it is over already.</summary>
    public static Span? Take(object call) => s_spans.TryGetValue(call, out var span) && s_spans.Remove(call) ? span : null;

    /// <param name="Call">The library's object.</param>
    /// <param name="Span">Its span.</param>
    internal sealed record Starting(object Call, Span Span);
}
