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

    /// <summary>Whether a call is part of one that is already being traced.</summary>
    /// <param name="provider">The call's.</param>
    /// <param name="text">The command; null for a batch.</param>
    /// <param name="wrapper">The span of a command that turns out to wrap this one, of whose own kind nothing is known: it is to be described as this.</param>
    public static bool IsPart(DbProvider provider, string? text, out Span? wrapper)
    {
        wrapper = null;
        if (ActiveSpan.Current is not { IsRemote: false, Type: Type } outer)
            return false;
        var isWrapped = outer.Name != provider.SpanName && outer.GetTag("component") == DbProvider.Unknown;
        var isPart = IsInside(text) || (isWrapped && Resembles(outer.Resource, text));
        if (isWrapped)
            wrapper = outer;
        return isPart;
    }

    /// <summary>Gives the span of a wrapper what the command inside of it would have: the text too, which wrappers add comments to.</summary>
    public static void DescribeWrapper(Span wrapper, DbProvider provider, string? text, DbConnection? connection) =>
        Describe(wrapper, provider, text ?? wrapper.Resource, connection);

    // Wrappers add comments.
    private static bool Resembles(string outer, string? inner) =>
        inner is null || outer.Contains(inner, StringComparison.Ordinal) || inner.Contains(outer, StringComparison.Ordinal);

    /// <summary>
    /// Whether the command is already being traced: one overload calls another, a wrapper calls what it wraps, the asynchronous methods of the
    /// base class call the synchronous ones, and a batch runs as a command without a text, or with that of a part. The outermost call has the span.
    /// </summary>
    private static bool IsInside(string? text) =>
        ActiveSpan.Current is { IsRemote: false, Type: Type } span
        && (string.IsNullOrEmpty(text) || span.Resource == text || span.GetMetric(BatchSize) is not null);
}
