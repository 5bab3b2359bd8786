using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Http;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>Makes <c>http.request</c> spans of what SocketsHttpHandler reports, for HttpClient and whatever is built upon it.</summary>
internal sealed class HttpClientObserver : IDiagnosticObserver
{
    public const string Listener = "HttpHandlerDiagnosticListener";

    private const string Start = "System.Net.Http.HttpRequestOut.Start";
    private const string Stop = "System.Net.Http.HttpRequestOut.Stop";
    private const string Failed = "System.Net.Http.Exception";

    // Those that come without an activity too.
    private const string Asked = "System.Net.Http.Request";
    private const string Answered = "System.Net.Http.Response";

    private const string OffSwitch = "x-datadog-tracing-enabled";

    private static readonly HttpRequestOptionsKey<Span?> s_instead = new("dd-run.instead");

    private static int s_told;

    private readonly PropertyReader<HttpRequestMessage> _startRequest = new("Request");
    private readonly PropertyReader<HttpRequestMessage> _stopRequest = new("Request");
    private readonly PropertyReader<HttpRequestMessage> _failedRequest = new("Request");
    private readonly PropertyReader<HttpRequestMessage> _askedRequest = new("Request");
    private readonly PropertyReader<HttpResponseMessage> _response = new("Response");
    private readonly PropertyReader<HttpResponseMessage> _answer = new("Response");
    private readonly PropertyReader<Exception> _exception = new("Exception");
    private readonly Settings _settings;
    private readonly UrlRedaction _urls;

    public HttpClientObserver(Settings settings)
    {
        _settings = settings;
        _urls = new(settings.QueryObfuscation);
    }

    public bool Wants(string name, object? argument) => name switch
    {
        // An activity of ours would make the handler's propagator, whoever's it is, write on the application's request.
        ActivityTrace.RequestOut => (ShownRequest.IsWoven || Activity.Current is not null) && (argument is not HttpRequestMessage request || !IsOff(request)),
        Asked => !ShownRequest.IsWoven,
        Answered => SilentCall.Current is not null,
        Start or Stop or Failed => true,
        _ => false,
    };

    public void OnEvent(string name, object? payload)
    {
        switch (name)
        {
            case Start when _startRequest.Read(payload) is { } request:
                OnStart(request);
                break;
            case Stop when _stopRequest.Read(payload) is { } request && HttpCall.Of(request)?.End() is { } span:
                OnStop(span, _response.Read(payload));
                break;
            case Asked when _askedRequest.Read(payload) is { } request:
                OnAsked(request);
                break;
            case Answered when SilentCall.Current?.End() is { } span:
                OnStop(span, _answer.Read(payload));
                break;
            case Failed when _failedRequest.Read(payload) is { } request && (HttpCall.Of(request)?.Span ?? SilentCall.Of(request)?.Span) is { } span:
                if (_exception.Read(payload) is { } exception)
                    span.SetException(exception);
                break;
        }
    }

    /// <summary>Sends the context of a span that stands for the request, in place of one of the request's own.</summary>
    public static void Replace(HttpRequestMessage request, Span span) => request.Options.Set(s_instead, span);

    /// <summary>Whether a request asks not to be traced.</summary>
    public static bool IsOff(HttpRequestMessage request) =>
        RequestFields.Headers(request).NonValidated.TryGetValues(OffSwitch, out var values) && "false".Equals(values.ToString(), StringComparison.OrdinalIgnoreCase);

    private void OnStart(HttpRequestMessage request)
    {
        // The one that the handler has just made, and nobody else's.
        if (Activity.Current is not { OperationName: ActivityTrace.RequestOut } activity)
            return;
        if (IsOff(request))
        {
            new HttpCall(request, activity, source: null, span: null).Begin();
            return;
        }
        // A handler around a handler, as old clients for gRPC make them, sends the same request: there is a span already.
        if (HttpCall.Of(activity.Parent) is { } outer && ReferenceEquals(outer.Request, request))
        {
            outer.Within(activity).Begin();
            return;
        }
        if (RequestFields.Option(request, s_instead) is { } instead)
        {
            new HttpCall(request, activity, instead, span: null).Begin();
            return;
        }
        if (Describe(request) is not { } span)
            return;
        // Whatever propagator the handler has speaks of the span. An activity that is there for somebody else stays as it is.
        if (activity is { Parent: null, Source.Name.Length: 0 })
            ActivityIds.Adopt(activity, span);
        new HttpCall(request, activity, span, span).Begin();
    }

    private void OnAsked(HttpRequestMessage request)
    {
        var isKnown = IsOff(request) || HttpCall.Of(request) is not null || SilentCall.Of(request) is not null || RequestFields.Option(request, s_instead) is not null;
        var span = isKnown ? null : Describe(request);
        new SilentCall(request, span).Begin();
        if (span is not null && Interlocked.Exchange(ref s_told, 1) == 0)
            Log.Warn("Requests go out without the trace's context, but for what .NET itself sends: nothing is woven, and the requests are the program's.");
    }

    // Not activated: nothing below the handler makes spans, and connections that outlive the request would inherit it.
    private Span? Describe(HttpRequestMessage request)
    {
        if (QuietFlow.LeavesOut)
            return null;
        var span = ProcessTracer.Current.Start(ActiveSpan.Current, "http.request", null, null, "http");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return null;
        span.Resource = HttpResource.Of(request.Method.Method, request.RequestUri);
        span.Store("span.kind", "client");
        span.Store("component", "HttpMessageHandler");
        span.Store("http-client-handler-type", "System.Net.Http.SocketsHttpHandler");
        span.Store("http.method", request.Method.Method);
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            span.Store("http.url", _urls.ForTag(uri.AbsoluteUri, _settings.ClientQueryString));
            span.Store("out.host", uri.Host);
        }
        if (_settings.HeaderTags.Headers.Count > 0)
            _settings.HeaderTags.Apply(header => First(RequestFields.Headers(request), header), response: false, (tag, value) => span.SetTag(tag, value));
        return span;
    }

    private void OnStop(Span span, HttpResponseMessage? response)
    {
        if (response is not null)
        {
            var status = (int)response.StatusCode;
            span.SetTag("http.status_code", status);
            if (_settings.ClientErrorStatuses.Contains(status))
            {
                span.Error = true;
                span.Store("error.message", HttpResource.StatusError(status));
            }
            if (_settings.HeaderTags.Headers.Count > 0)
                _settings.HeaderTags.Apply(header => First(response.Headers, header), response: true, (tag, value) => span.SetTag(tag, value));
        }
        else if (!span.Error)
        {
            // Time ran out, or the caller gave up: of all failures, the one without an event of its own.
            span.Error = true;
            span.Store("error.type", "System.Threading.Tasks.TaskCanceledException");
            span.Store("error.message", "The operation was canceled.");
        }
        span.Finish();
    }

    private static string? First(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
