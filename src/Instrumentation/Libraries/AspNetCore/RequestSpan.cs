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

    public bool Routed { get; set; }
}
