using System.Diagnostics;
using System.Globalization;
using DdRun.Configuration;
using DdRun.Instrumentation.Integrations.Http;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Makes <c>grpc.request</c> spans of the calls that Grpc.Net.Client reports; the HTTP request below is their child.</summary>
internal sealed class GrpcClientObserver(Settings settings) : IDiagnosticObserver
{
    public const string Listener = "Grpc.Net.Client";

    private const string Call = "Grpc.Net.Client.GrpcOut";
    private const string Start = "Grpc.Net.Client.GrpcOut.Start";
    private const string Stop = "Grpc.Net.Client.GrpcOut.Stop";

    private static readonly HttpRequestOptionsKey<Span?> s_span = new("dd-run.grpc");
    private static readonly HttpRequestOptionsKey<string?> s_kind = new("dd-run.grpc.kind");

    private readonly PropertyReader<HttpRequestMessage> _startRequest = new("Request");
    private readonly PropertyReader<HttpRequestMessage> _stopRequest = new("Request");
    private readonly PropertyReader<HttpResponseMessage> _response = new("Response");
    private readonly bool _suppressHttp = settings.Flag("DD_TRACE_GRPC_SUPPRESS_HTTP", false);

    public bool Wants(string name, object? argument) => name is Call or Start or Stop;

    public void OnEvent(string name, object? payload)
    {
        switch (name)
        {
            case Start when _startRequest.Read(payload) is { } request:
                OnStart(request);
                break;
            case Stop when _stopRequest.Read(payload) is { } request && request.Options.TryGetValue(s_span, out var span) && span is not null:
                request.Options.Set(s_span, null);
                OnStop(span, _response.Read(payload));
                break;
        }
    }

    /// <summary>Known before the call starts, from the method that starts it.</summary>
    public static void SetKind(HttpRequestMessage request, string? kind) => request.Options.Set(s_kind, kind);

    private void OnStart(HttpRequestMessage request)
    {
        var span = TracerCore.Current.Start(ActiveSpan.Current, GrpcTags.SpanName, null, null, "grpc");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return;
        request.Options.Set(s_span, span);
        request.Options.TryGetValue(s_kind, out var kind);
        var path = Activity.Current?.GetTagItem("grpc.method") as string ?? request.RequestUri?.AbsolutePath ?? "";
        GrpcTags.OnStart(span, path, kind, "client");
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            span.Store("out.host", uri.Host);
            span.Store("peer.hostname", uri.Host);
        }
        if (_suppressHttp)
            HttpClientObserver.Replace(request, span);
        // The flow of the call ends with the call: the library starts and stops it in one asynchronous method.
        span.Activate();
    }

    private static void OnStop(Span span, HttpResponseMessage? response)
    {
        if (int.TryParse(Activity.Current?.GetTagItem("grpc.status_code") as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var code))
            GrpcTags.OnStatus(span, code, Detail(response));
        span.Finish();
    }

    private static string? Detail(HttpResponseMessage? response) =>
        response is not null && (response.TrailingHeaders.TryGetValues("grpc-message", out var values) || response.Headers.TryGetValues("grpc-message", out values))
            ? Uri.UnescapeDataString(string.Join(',', values))
            : null;
}
