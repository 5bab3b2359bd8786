using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Instrumentation.Integrations.Http;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Makes <c>grpc.request</c> spans of the calls that Grpc.Net.Client reports; the HTTP request below is their child.</summary>
internal sealed class GrpcClientObserver(Settings settings, bool tracesRequests) : IDiagnosticObserver
{
    public const string Listener = "Grpc.Net.Client";

    private const string Call = "Grpc.Net.Client.GrpcOut";
    private const string Start = "Grpc.Net.Client.GrpcOut.Start";
    private const string Stop = "Grpc.Net.Client.GrpcOut.Stop";

    private readonly PropertyReader<HttpRequestMessage> _startRequest = new("Request");
    private readonly PropertyReader<HttpRequestMessage> _stopRequest = new("Request");
    private readonly PropertyReader<HttpResponseMessage> _response = new("Response");
    private readonly HeaderTags? _metadata = settings.GrpcTags.Headers.Count > 0 ? settings.GrpcTags : null;

    public bool Wants(string name, object? argument) => name is Call or Start or Stop;

    public void OnEvent(string name, object? payload)
    {
        switch (name)
        {
            case Start when _startRequest.Read(payload) is { } request:
                OnStart(request);
                break;
            case Stop when _stopRequest.Read(payload) is { } request:
                OnStop(ClientCall.Of(request), _response.Read(payload));
                break;
        }
    }

    private void OnStart(HttpRequestMessage request)
    {
        if (QuietFlow.LeavesOut)
            return;
        var span = ProcessTracer.Current.Start(ActiveSpan.Current, GrpcTags.SpanName, null, null, "grpc");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return;
        var call = ClientCall.Of(request);
        call.Span = span;
        GrpcTags.OnStart(span, call.Method ?? new(Activity.Current?.GetTagItem("grpc.method") as string ?? request.RequestUri?.AbsolutePath ?? "", null), "client");
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            span.Store("out.host", uri.Host);
            span.Store("peer.hostname", uri.Host);
        }
        AddMetadata(span, request.Headers, response: false);
        // Not every handler makes a span of the request, or asks for a context. Where one does, handlers of the application's see nothing of it.
        if (!tracesRequests || !call.SendsOverSockets)
            SentContext.Write(SentContext.Of(span), new RequestHeaders(request.Headers));
        if (settings.GrpcSuppressHttp)
            HttpClientObserver.Replace(request, span);
        // The flow of the call ends with the call: the library starts and stops it in one asynchronous method.
        span.Activate();
    }

    private void OnStop(ClientCall call, HttpResponseMessage? response)
    {
        if (call.Span is not { } span)
            return;
        call.Span = null;
        if (response is not null)
        {
            AddMetadata(span, response.Headers, response: true);
            AddMetadata(span, response.TrailingHeaders, response: true);
        }
        if (int.TryParse(Activity.Current?.GetTagItem("grpc.status_code") as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var code))
            GrpcTags.OnStatus(span, code, call.Detail, call.Exception);
        span.Finish();
    }

    private void AddMetadata(Span span, HttpHeaders headers, bool response) =>
        _metadata?.Apply(name => headers.NonValidated.TryGetValues(name, out var values) ? string.Join(',', values) : null, response, (tag, value) => span.SetTag(tag, value));
}
