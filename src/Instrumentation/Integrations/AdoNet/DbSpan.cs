using System.Data.Common;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>What the spans of commands and of batches have in common.</summary>
internal static class DbSpan
{
    public const string Type = "sql";
    public const string BatchSize = "db.operation.batch.size";

    public static void Describe(Span span, DbProvider provider, string? text, DbConnection? connection)
    {
        span.Name = provider.SpanName;
        span.Type = Type;
        span.Resource = string.IsNullOrEmpty(text) ? provider.SpanName : text;
        if (provider.Service.Name is { } service)
            span.Service = service;
        span.SetSharedTags(provider.Tags.Of(connection));
    }

    /// <summary>Tags what <c>ExecuteNonQuery</c> answered; -1 is what a statement that changes nothing gives.</summary>
    public static void SetRows(Span span, object? result)
    {
        if (result is int rows and >= 0)
            span.SetMetric("db.row_count", rows);
    }

    /// <summary>
    /// Whether the command is already being traced: one overload calls another, a wrapper calls what it wraps, the asynchronous methods of the
    /// base class call the synchronous ones, and a batch runs as a command without a text, or with that of a part. The outermost call has the span.
    /// </summary>
    public static bool IsInside(string? text) =>
        ActiveSpan.Current is { IsRemote: false, Type: Type } span
        && (string.IsNullOrEmpty(text) || span.Resource == text || span.GetMetric(BatchSize) is not null);
}
