using Microsoft.AspNetCore.Http;

namespace DdRun.Libraries.AspNetCore;

/// <summary>A request's span, kept among the request's features.</summary>
internal sealed class RequestSpan(Span span, PathString path)
{
    public Span Span => span;

    /// <summary>As it came, before anything rewrote it.</summary>
    public PathString Path => path;

    /// <summary>Of the gRPC call that the request is.</summary>
    public Span? Call { get; set; }

    /// <summary>Of the controller's action or the page that it runs.</summary>
    public ActionSpan? Action { get; set; }

    public bool Routed { get; set; }

    /// <summary>What requests to the same endpoint have alike; null until one is found, or where they have too little.</summary>
    public RouteTags? Tags { get; set; }

    // By the type and not as Get<T>: a generic virtual call, whose code servers share between all types, takes four times as long.
    public static RequestSpan? Of(HttpContext context) => context.Features[typeof(RequestSpan)] as RequestSpan;

    public static void Set(HttpContext context, RequestSpan? request) => context.Features[typeof(RequestSpan)] = request;
}
