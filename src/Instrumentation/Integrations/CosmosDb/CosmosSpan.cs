using System.Globalization;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.CosmosDb;

/// <summary>What the spans of requests and of pages have in common.</summary>
internal static class CosmosSpan
{
    private const int NotFound = 404, FirstError = 400;

    private static readonly IntegrationService s_service = new("cosmosdb");
    private static readonly ConditionalWeakTable<object, Query> s_queries = [];
    private static readonly PropertyReader<object> s_status = new("StatusCode"), s_headers = new("Headers"), s_subStatus = new("SubStatusCode"), s_subStatusText = new("SubStatusCodeLiteral");
    private static readonly PropertyReader<string> s_error = new("ErrorMessage");

    public static void Describe(Span span, string resource)
    {
        span.Resource = resource;
        if (s_service.Name is { } service)
            span.Service = service;
    }

    /// <summary>What an iterator asks; null where nobody has seen it.</summary>
    public static Query? QueryOf(object? iterator) => iterator is not null && s_queries.TryGetValue(iterator, out var query) ? query : null;

    public static void Note(object iterator, Query query) => s_queries.AddOrUpdate(iterator, query);

    /// <summary>Answers say what went wrong; the library throws that later. What is not there is none of it.</summary>
    public static void DescribeAnswer(Span span, object? response)
    {
        if (s_status.Read(response) is not Enum code)
            return;
        var status = Convert.ToInt32(code, CultureInfo.InvariantCulture);
        span.SetTag("db.response.status_code", status.ToString(CultureInfo.InvariantCulture));
        var headers = s_headers.Read(response);
        if ((s_subStatusText.Read(headers) ?? s_subStatus.Read(headers)) is { } sub && Convert.ToString(sub is Enum ? Convert.ToInt32(sub, CultureInfo.InvariantCulture) : sub, CultureInfo.InvariantCulture) is { Length: > 0 } text)
            span.SetTag("cosmosdb.response.sub_status_code", text);
        if (status < FirstError || status == NotFound)
            return;
        span.Error = true;
        if (s_error.Read(response) is { Length: > 0 } message)
            span.SetTag("error.message", message);
    }

    /// <param name="Text">In the query language.</param>
    /// <param name="Database">Its name.</param>
    /// <param name="Container">Its name.</param>
    public sealed record Query(string Text, string? Database, string? Container);
}
