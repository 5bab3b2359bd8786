using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Integrations.Grpc;
using DdRun.Tracing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>Makes an <c>aspnet_core.request</c> span of every request that the hosting layer handles.</summary>
/// <remarks>
/// The host has two pairs of events. Those of the request's <see cref="Activity"/> bring the request itself, and cost nothing beside it; but to ask
/// for the activity would make the host create one. So nobody here asks: where there is an activity anyway, mostly for the log, its events are
/// taken, and the older pair, with an object for each event and more of the request's features, where there is none.
/// </remarks>
internal sealed class RequestObserver(Settings settings) : IDiagnosticObserver
{
    private const string Start = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start";
    private const string Stop = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop";
    private const string Begin = "Microsoft.AspNetCore.Hosting.BeginRequest";
    private const string End = "Microsoft.AspNetCore.Hosting.EndRequest";
    private const string Unhandled = "Microsoft.AspNetCore.Hosting.UnhandledException";
    private const string Matched = "Microsoft.AspNetCore.Routing.EndpointMatched";
    private const string BeforeAction = "Microsoft.AspNetCore.Mvc.BeforeAction";
    private const string AfterAction = "Microsoft.AspNetCore.Mvc.AfterAction";

    // Whether the request that the thread is about to begin has begun: the host asks for the older event right after the newer one.
    [ThreadStatic]
    private static bool t_started;

    private readonly PropertyReader<HttpContext> _begin = new("httpContext");
    private readonly PropertyReader<HttpContext> _end = new("httpContext");
    private readonly PropertyReader<HttpContext> _unhandled = new("httpContext");
    private readonly PropertyReader<Exception> _exception = new("exception");
    private readonly bool _actions = !settings.Flag("DD_TRACE_SINGLE_SPAN_ASPNETCORE_ENABLED", false);
    private readonly ServerCalls? _calls = Integration.IsOn(settings, GrpcTags.Integration) ? new(settings) : null;
    private readonly bool _bridged = ActivityBridge.IsOn;
    private readonly RequestTags _tags = new(settings);
    private volatile bool _withoutActivities;

    public bool Wants(string name, object? argument) => name switch
    {
        Start or Stop or Unhandled or Matched => true,
        Begin => WantsBegin(),
        End => _withoutActivities,
        BeforeAction or AfterAction => _actions,
        _ => false,
    };

    public void OnEvent(string name, object? payload)
    {
        switch (name)
        {
            case Start when payload is HttpContext context:
                t_started = true;
                OnBegin(context);
                break;
            case Stop when payload is HttpContext context:
                OnEnd(context, null);
                break;
            case Begin when _begin.Read(payload) is { } context:
                // Another listener may have wanted it although there is an activity; then nobody was asked here.
                t_started = false;
                if (RequestSpan.Of(context) is null)
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

    private bool WantsBegin()
    {
        if (t_started)
            return t_started = false;
        return _withoutActivities = true;
    }

    private void OnBegin(HttpContext context)
    {
        var tracer = ProcessTracer.Current;
        var request = context.Request;
        var span = tracer.StartContinued(RequestHeaders.Extract(request.Headers), "aspnet_core.request", null, null, "web");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return;
        var kept = new RequestSpan(span, request.Path);
        kept.AddTo(context);
        _tags.OnBegin(span, context);
        if (_bridged && Activity.Current is { } activity)
        {
            ActivityIds.Adopt(activity, span);
            LocalActivities.Add(activity, span);
            kept.Activity = activity;
        }
        span.ActivateForGood();
    }

    // Before the endpoint runs, so that sampling rules see the resource when something is called from there.
    private void OnMatched(HttpContext context)
    {
        if (RequestSpan.Of(context) is not { Routed: false } request || IsErrorPage(context) || context.GetEndpoint() is not { } endpoint)
            return;
        request.Routed = true;
        request.Tags = RequestResource.Apply(request.Span, context.Request, endpoint);
        if (_calls is not null && context.Request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
            request.Call = _calls.Start(endpoint, context);
    }

    private void OnEnd(HttpContext context, Exception? exception)
    {
        if (RequestSpan.Of(context) is not { } request)
            return;
        var span = request.Span;
        if (request.Activity is { } activity)
            LocalActivities.Remove(activity);
        var status = context.Response.StatusCode;
        if (request.Call is { } call)
            _calls?.End(call, context, exception);
        if (!span.HasResource)
            span.Resource = RequestResource.WithoutRoute(context.Request.Method, request.Path);
        if (exception is null && status >= 500)
            exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        ActionSpans.Finish(request, exception);
        _tags.OnEnd(request, context, status, exception);
        request.End();
        span.Finish();
    }

    // Executed on the same context; the request was for something else. Both middlewares act on statuses of errors only.
    private static bool IsErrorPage(HttpContext context) =>
        context.Response.StatusCode >= 400
        && (context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null);
}
