using System.Globalization;
using DdRun.Configuration;
using DdRun.Http;
using DdRun.Instrumentation.Integrations.Http;
using Microsoft.AspNetCore.Http;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>Names and tags of request spans.</summary>
internal sealed class RequestTags(Settings settings)
{
    public const string Host = "http.request.headers.host", Status = "http.status_code";

    private static readonly string?[] s_statuses = new string?[1000];

    private readonly RecentUrls _recent = new();
    private readonly HeaderTags? _headers = settings.HeaderTags.Headers.Count > 0 ? settings.HeaderTags : null;
    private readonly UrlRedaction _urls = new(settings.QueryObfuscation);

    public void OnBegin(Span span, HttpContext context)
    {
        var request = context.Request;
        var host = request.Host.Value;
        var url = Url(request, host);
        if (RequestKinds.TagsOf(request.Method, host) is { } shared)
        {
            span.Describe(shared, "http.url", url);
        }
        else
        {
            span.Store("span.kind", "server");
            span.Store("component", "aspnet_core");
            span.Store("http.method", request.Method);
            span.Store(Host, host);
            span.Store("http.url", url);
        }
        var agent = request.Headers.UserAgent;
        if (agent.Count > 0)
            span.Store("http.useragent", agent.ToString());
        var referrer = request.Headers.Referer;
        if (referrer.Count > 0 && Referrer.Host(referrer.ToString()) is { } page)
            span.Store("http.referrer_hostname", page);
        if (settings.ClientIpEnabled)
            AddClientIp(span, context);
        if (_headers is not null)
            AddHeaders(_headers, span, request.Headers, response: false);
    }

    public void OnEnd(RequestSpan request, HttpContext context, int status, Exception? exception)
    {
        var span = request.Span;
        if (request.Tags is null || !request.Tags.TryApplyStatus(span, status))
            span.Store(Status, StatusText(status));
        if (settings.ResourceRenaming && (settings.SimplifiedEndpoint || span.GetTag("http.route") is null))
            span.Store("http.endpoint", HttpEndpoint.OfUrl(span.GetTag("http.url") ?? ""));
        if (_headers is not null)
            AddHeaders(_headers, span, context.Response.Headers, response: true);
        if (exception is not null && !WasAborted(context, exception))
            span.SetException(exception);
        else if (settings.ServerErrorStatuses.Contains(status))
            SetStatusError(span, status);
    }

    private static void SetStatusError(Span span, int status)
    {
        span.Error = true;
        if (span.FindStored("error.message") is null)
            span.Store("error.message", HttpResource.StatusError(status));
    }

    // The caller hung up; nothing failed here.
    private static bool WasAborted(HttpContext context, Exception exception) =>
        exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested;

    private string Url(HttpRequest request, string? host)
    {
        var query = request.QueryString;
        if (!query.HasValue)
            return _recent.Find(request, host) ?? _recent.Keep(request, host, WithoutSecrets(WithoutQuery(request, host)));
        return _urls.ForTag(WithoutQuery(request, host) + query.Value, settings.ServerQueryString);
    }

    private static string WithoutQuery(HttpRequest request, string? host)
    {
        var path = request.PathBase.HasValue ? request.PathBase.ToUriComponent() + request.Path.ToUriComponent() : request.Path.ToUriComponent();
        return string.Concat(request.Scheme, "://", host, path);
    }

    private string WithoutSecrets(string url) => url.Contains('@', StringComparison.Ordinal) ? _urls.ForTag(url, settings.ServerQueryString) : url;

    private void AddClientIp(Span span, HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress?.ToString();
        if (peer is not null)
            span.Store("network.client.ip", peer);
        var headers = context.Request.Headers.Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()));
        if (ClientIp.Find(headers, peer, settings) is { } address)
            span.Store("http.client_ip", address);
    }

    // Apart: what lambdas capture is made wherever it could be captured.
    private static void AddHeaders(HeaderTags tags, Span span, IHeaderDictionary headers, bool response) =>
        tags.Apply(name => Header(headers, name), response, (tag, value) => span.SetTag(tag, value));

    private static string? Header(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public static string StatusText(int status) =>
        (uint)status >= (uint)s_statuses.Length
            ? status.ToString(CultureInfo.InvariantCulture)
            : s_statuses[status] ??= status.ToString(CultureInfo.InvariantCulture);
}
