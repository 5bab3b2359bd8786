namespace DdRun.Viewer.Store;

/// <summary>Tags that mean something here, by the names under which spans keep them.</summary>
internal static class SpanTags
{
    /// <summary>A span's links as a JSON array of <c>{ trace_id, span_id, attributes }</c>.</summary>
    public static ReadOnlySpan<byte> Links => "_dd.span_links"u8;

    /// <summary>A span's events as a JSON array of <c>{ name, time_unix_nano, attributes }</c>.</summary>
    public static ReadOnlySpan<byte> Events => "events"u8;

    public static ReadOnlySpan<byte> Kind => "span.kind"u8;

    public static ReadOnlySpan<byte> ErrorType => "error.type"u8;

    public static ReadOnlySpan<byte> ErrorMessage => "error.message"u8;

    public static ReadOnlySpan<byte> ErrorStack => "error.stack"u8;
}
