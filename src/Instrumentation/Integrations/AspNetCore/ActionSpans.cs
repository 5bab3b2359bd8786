using System.Runtime.CompilerServices;
using DdRun.Hosting;
using DdRun.Tracing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Diagnostics;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>The <c>aspnet_core_mvc.request</c> span around a controller's action or a Razor page.</summary>
internal static class ActionSpans
{
    // Neither is to become part of who calls it: MVC's assemblies are loaded where somebody uses them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OnBefore(object? payload)
    {
        if (payload is not BeforeActionEventData data || RequestSpan.Of(data.HttpContext) is not { } request)
            return;
        Finish(request, data.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error);
        var span = ProcessTracer.Current.Begin("aspnet_core_mvc.request", null, null, "web");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return;
        request.Action = new(span);
        span.Store("span.kind", "server");
        span.Store("component", "aspnet_core");
        var values = data.ActionDescriptor.RouteValues;
        Add(span, "aspnet_core.action", values, "action");
        Add(span, "aspnet_core.controller", values, "controller");
        Add(span, "aspnet_core.area", values, "area");
        Add(span, "aspnet_core.page", values, "page");
        if (data.ActionDescriptor.AttributeRouteInfo?.Template is { } template)
            span.Store("aspnet_core.route", template.ToLowerInvariant());
        if (data.HttpContext.GetEndpoint() is not { } endpoint)
            return;
        span.Resource = RequestResource.ResourceOf(data.HttpContext.Request, endpoint);
        if (span.FindStored("aspnet_core.route") is null && endpoint is Microsoft.AspNetCore.Routing.RouteEndpoint routed)
            span.Store("aspnet_core.route", routed.RoutePattern.RawText?.ToLowerInvariant());
    }

    // Comes after an action that has thrown as well, and does not tell: the request's end does.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OnAfter(object? payload)
    {
        if (payload is not AfterActionEventData data || RequestSpan.Of(data.HttpContext)?.Action is not { End: 0 } action)
            return;
        action.End = action.Span.Now();
        action.Span.Deactivate();
    }

    /// <summary>The request is over, or another action runs: an error page.</summary>
    public static void Finish(RequestSpan request, Exception? exception)
    {
        if (request.Action is not { } action)
            return;
        request.Action = null;
        if (exception is not null)
            action.Span.SetException(exception);
        action.Span.FinishAt(action.End);
    }

    private static void Add(Span span, string tag, IDictionary<string, string?> values, string name)
    {
        if (values.TryGetValue(name, out var value) && value is { Length: > 0 })
            span.Store(tag, value.ToLowerInvariant());
    }
}
