using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DdRun.Instrumentation.Integrations.GraphQL;

/// <summary>What the spans of one step of a request say.</summary>
/// <param name="errorType">What <c>error.type</c> is.</param>
internal sealed class GraphQLSpan(string errorType)
{
    private static readonly IntegrationService s_service = new("graphql");

    // The errors of resolvers are the context's, whose end nobody else sees.
    private readonly ConditionalWeakTable<Span, object> _contexts = [];
    private readonly PropertyReader<object> _document = new("Document");
    private readonly PropertyReader<object> _source = new("Source");
    private readonly PropertyReader<object> _operation = new("Operation");
    private readonly PropertyReader<object> _kind = new("Operation");
    private readonly PropertyReader<object> _name = new("Name");
    private readonly PropertyReader<string> _text = new("StringValue");
    private readonly PropertyReader<IEnumerable> _errors = new("Errors");

    /// <param name="span">The span.</param>
    /// <param name="context">Of the step: it has the document and the operation.</param>
    /// <param name="step">What the resource says where there is no operation.</param>
    public void Describe(Span span, object? context, string step)
    {
        if (context is not null)
            _contexts.AddOrUpdate(span, context);
        span.Type = "graphql";
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "GraphQL");
        span.SetTag("span.kind", "server");
        if (_document.Read(context) is { } document && _source.Read(document)?.ToString() is { Length: > 0 } source)
            span.SetTag("graphql.source", source);
        var operation = _operation.Read(context);
        var name = operation is not null && _name.Read(operation) is { } given ? _text.Read(given) : null;
        var kind = operation is not null ? _kind.Read(operation)?.ToString() : null;
        if (name is not null)
            span.SetTag("graphql.operation.name", name);
        if (kind is not null)
            span.SetTag("graphql.operation.type", kind);
        span.Resource = kind is null ? step : $"{kind} {name ?? "operation"}";
    }

    /// <summary>Errors that the step answers, which is not to throw.</summary>
    public void AddErrors(Span span)
    {
        if (!_contexts.TryGetValue(span, out var context))
            return;
        _contexts.Remove(span);
        if (_errors.Read(context) is not { } errors)
            return;
        var count = 0;
        var texts = new StringBuilder();
        foreach (var error in errors)
        {
            var message = (error as Exception)?.Message ?? error?.ToString() ?? "";
            texts.AppendLine(message);
            if (count++ < 100)
                span.AddEvent("dd.graphql.query.error", [new("message", message)]);
        }
        if (count == 0)
            return;
        span.Error = true;
        span.SetTag("error.type", errorType);
        span.SetTag("error.message", string.Create(CultureInfo.InvariantCulture, $"{count} error(s)"));
        span.SetTag("error.stack", texts.ToString());
    }
}
