using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>Describes the span of a request to any service; <c>a</c> is the context that the pipeline carries it out in.</summary>
internal sealed class RequestObserver : IClientObserver
{
    private const string RequestSuffix = "Request";

    // A stream gives thousands of records at once.
    private const int MostLinks = 128;

    private readonly ConcurrentDictionary<string, AwsService> _services = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Span, object> _contexts = [];
    private readonly AwsProperties _read = new();

    public bool Wants(object? a, object? b, object? c, object? d) =>
        _read.ServiceId(a) is { } id && Integration.IsOn(Settings.Current, ServiceOf(id).Switch);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var service = ServiceOf(_read.ServiceId(a)!);
        var operation = _read.RequestName(a) ?? "";
        if (operation.EndsWith(RequestSuffix, StringComparison.Ordinal))
            operation = operation[..^RequestSuffix.Length];
        span.Name = service.SpanName;
        span.Type = service.Type;
        if (service.Service.Name is { } name)
            span.Service = name;
        span.Resource = service.Name + "." + operation;
        span.SetTag("component", "aws-sdk");
        span.SetTag("span.kind", service.KindOf(operation));
        span.SetTag("aws.agent", "dotnet-aws-sdk");
        span.SetTag("aws.service", service.Name);
        span.SetTag("aws_service", service.Name);
        span.SetTag("aws.operation", operation);
        if (_read.Region(a) is { Length: > 0 } region)
        {
            span.SetTag("aws.region", region);
            span.SetTag("region", region);
        }
        RequestTags.Add(span, service.Name, _read.Request(a));
        _contexts.AddOrUpdate(span, a!);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (!_contexts.TryGetValue(span, out var context))
            return;
        _contexts.Remove(span);
        if (_read.Sent(context) is var (method, url))
        {
            span.SetTag("http.method", method);
            span.SetTag("http.url", url);
        }
        if ((_read.Status(context) ?? _read.StatusOf(exception)) is { } status)
            span.SetTag("http.status_code", status.ToString(CultureInfo.InvariantCulture));
        if (_read.RequestId(context) is { Length: > 0 } id)
            span.SetTag("aws.requestId", id);
        var links = 0;
        foreach (var message in _read.Messages(context) ?? Array.Empty<object>())
        {
            if (ReceivedContext.Of(message) is not { } sent)
                continue;
            span.AddLink(new SpanLink(sent.TraceId, sent.SpanId));
            if (++links == MostLinks)
                break;
        }
    }

    private AwsService ServiceOf(string id) => _services.GetOrAdd(id, AwsService.Of);
}
