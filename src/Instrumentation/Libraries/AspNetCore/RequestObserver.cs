using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Instrumentation.Integrations;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Libraries.Grpc;
using DdRun.Tracing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DdRun.Libraries.AspNetCore;

/// <summary>Makes an <c>aspnet_core.request</c> span of every request that the hosting layer handles.</summary>
/// <remarks>
/// Listens to the older pair of events: unlike the newer one it does not make the host create an <see cref="Activity"/> for each request.
/// </remarks>
internal sealed class RequestObserver(Settings settings) : IDiagnosticObserver
{
    private const string Begin = "Microsoft.AspNetCore.Hosting.BeginRequest";
    private const string End = "Microsoft.AspNetCore.Hosting.EndRequest";
    private const string Unhandled = "Microsoft.AspNetCore.Hosting.UnhandledException";
    private const string Matched = "Microsoft.AspNetCore.Routing.EndpointMatched";
    private const string BeforeAction = "Microsoft.AspNetCore.Mvc.BeforeAction";
    private const string AfterAction = "Microsoft.AspNetCore.Mvc.AfterAction";

    private static readonly Func<IHeaderDictionary, string, string?> s_header = static (headers, name) =>
        headers.TryGetValue(name, out var values) ? values.Count == 1 ? values[0] : values.ToString() : null;

    private readonly PropertyReader<HttpContext> _begin = new("httpContext");
    private readonly PropertyReader<HttpContext> _end = new("httpContext");
    private readonly PropertyReader<HttpContext> _unhandled = new("httpContext");
    private readonly PropertyReader<Exception> _exception = new("exception");
    private readonly bool _actions = !settings.Flag("DD_TRACE_SINGLE_SPAN_ASPNETCORE_ENABLED", false);
    private readonly ServerCalls? _calls = Integration.IsOn(settings, Integrations.GrpcName) ? new(settings) : null;
    private readonly bool _bridged = ActivityBridge.IsOn;
    private readonly RequestTags _tags = new(settings);

    public bool Wants(string name, object? argument) => name switch
    {
        Begin or End or Unhandled or Matched => true,
        BeforeAction or AfterAction => _actions,
        _ => false,
    };

    public void OnEvent(string name, object? payload)
    {
        switch (name)
        {
            case Begin when _begin.Read(payload) is { } context:
                OnBegin(context);
                break;
            case Matched when payload is HttpContext context:
                OnMatched(context);
                break;
            case End when _end.Read(payload) is { } context:
                OnEnd(context, null);
                break;
            case Unhandled when _unhandled.Read(payload) is { } context:
                OnEnd(context, _exception.Read(payload));
                break;
            case BeforeAction:
                ActionSpans.OnBefore(payload);
                break;
            case AfterAction:
                ActionSpans.OnAfter(payload);
                break;
        }
    }

    private void OnBegin(HttpContext context)
    {
        var tracer = TracerCore.Current;
        var request = context.Request;
        var incoming = Propagator.Extract(request.Headers, s_header);
        var span = tracer.Start(incoming is null ? null : new LocalRoot(incoming), "aspnet_core.request", null, null, "web");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return;
        RequestSpan.Set(context, new(span, request.Path));
        _tags.OnBegin(span, context);
        if (_bridged && Activity.Current is { } activity)
            ActivityIds.Adopt(activity, span);
        span.Activate();
    }

    // Before the endpoint runs, so that sampling rules see the resource when something is called from there.
    private void OnMatched(HttpContext context)
    {
        if (RequestSpan.Of(context) is not { Routed: false } request || IsErrorPage(context) || context.GetEndpoint() is not { } endpoint)
            return;
        request.Routed = true;
        request.Tags = Route.Apply(request.Span, context.Request, endpoint);
        if (_calls is not null && context.Request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
            request.Call = _calls.Start(endpoint, context);
    }

    private void OnEnd(HttpContext context, Exception? exception)
    {
        if (RequestSpan.Of(context) is not { } request)
            return;
        RequestSpan.Set(context, null);
        var span = request.Span;
        if (request.Call is { } call)
            _calls?.End(call, context, exception);
        if (!span.HasResource)
            span.Resource = Route.WithoutRoute(context.Request.Method, request.Path);
        exception ??= Handled(context);
        ActionSpans.Finish(request, exception);
        _tags.OnEnd(request, context, exception);
        span.FinishFlow();
    }

    // Executed on the same context; the request was for something else. Both middlewares act on statuses of errors only.
    private static bool IsErrorPage(HttpContext context) =>
        context.Response.StatusCode >= 400
        && (context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null);

    private static Exception? Handled(HttpContext context) =>
        context.Response.StatusCode >= 500 ? context.Features.Get<IExceptionHandlerFeature>()?.Error : null;
}
