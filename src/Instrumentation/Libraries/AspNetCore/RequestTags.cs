using System.Globalization;
using DdRun.Configuration;
using DdRun.Http;
using DdRun.Instrumentation.Integrations.Http;
using Microsoft.AspNetCore.Http;

namespace DdRun.Libraries.AspNetCore;

/// <summary>Names and tags of request spans.</summary>
internal sealed class RequestTags(Settings settings)
{
    private static readonly string?[] s_statuses = new string?[1000];

    private readonly HeaderTags? _headers = settings.HeaderTags.Headers.Count > 0 ? settings.HeaderTags : null;
    private readonly UrlRedaction _urls = new(settings.QueryObfuscation);

    public void OnBegin(Span span, HttpContext context)
    {
        var request = context.Request;
        var host = request.Host.Value;
        span.Store("span.kind", "server");
        span.Store("component", "aspnet_core");
        span.Store("http.method", request.Method);
        span.Store("http.url", Url(request, host));
        span.Store("http.request.headers.host", host);
        var agent = request.Headers.UserAgent;
        if (agent.Count > 0)
            span.Store("http.useragent", agent.ToString());
        if (settings.ClientIpEnabled)
            AddClientIp(span, context);
        _headers?.Apply(name => Header(request.Headers, name), response: false, (tag, value) => span.SetTag(tag, value));
    }

    public void OnEnd(Span span, HttpContext context, Exception? exception)
    {
        var status = context.Response.StatusCode;
        span.Store("http.status_code", StatusText(status));
        _headers?.Apply(name => Header(context.Response.Headers, name), response: true, (tag, value) => span.SetTag(tag, value));
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

    private string? Url(HttpRequest request, string? host)
    {
        var path = request.PathBase.HasValue ? request.PathBase.ToUriComponent() + request.Path.ToUriComponent() : request.Path.ToUriComponent();
        var query = request.QueryString;
        var url = query.HasValue
            ? string.Concat(string.Concat(request.Scheme, "://", host), path, query.Value)
            : string.Concat(request.Scheme, "://", host, path);
        return query.HasValue || url.Contains('@', StringComparison.Ordinal)
            ? _urls.ForTag(url, settings.ServerQueryString)
            : url;
    }

    private void AddClientIp(Span span, HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress?.ToString();
        if (peer is not null)
            span.Store("network.client.ip", peer);
        var headers = context.Request.Headers.Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()));
        if (ClientIp.Find(headers, peer, settings) is { } address)
            span.Store("http.client_ip", address);
    }

    private static string? Header(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var values) ? values.ToString() : null;

    private static string StatusText(int status) =>
        (uint)status >= (uint)s_statuses.Length
            ? status.ToString(CultureInfo.InvariantCulture)
            : s_statuses[status] ??= status.ToString(CultureInfo.InvariantCulture);
}
