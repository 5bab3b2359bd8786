using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>A request's span, kept among the request's features until the server uses these for another one.</summary>
internal sealed class RequestSpan(Span span, PathString path)
{
    private Span? _span = span;

    public Span Span => _span!;

    /// <summary>As it came, before anything rewrote it.</summary>
    public PathString Path => path;

    /// <summary>Of the gRPC call that the request is.</summary>
    public Span? Call { get; set; }

    /// <summary>Of the controller's action or the page that it runs.</summary>
    public ActionSpan? Action { get; set; }

    /// <summary>The host's, where activities are bridged.</summary>
    public Activity? Activity { get; set; }

    public bool Routed { get; set; }

    /// <summary>What requests to the same endpoint have alike; null until one is found, or where they have too little.</summary>
    public RouteTags? Tags { get; set; }

    // By the type and not as Get<T>: a generic virtual call, whose code servers share between all types, takes four times as long.
    public static RequestSpan? Of(HttpContext context) => context.Features[typeof(RequestSpan)] is RequestSpan { _span: not null } request ? request : null;

    public void AddTo(HttpContext context) => context.Features[typeof(RequestSpan)] = this;

    /// <summary>Lets go of the span. To take a feature away takes the server as long as to add it.</summary>
    public void End()
    {
        _span = null;
        Call = null;
        Action = null;
        Activity = null;
    }
}
