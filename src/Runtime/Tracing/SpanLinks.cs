namespace DdRun.Tracing;

internal static class SpanLinks
{
    /// <summary>Pointers say where data lives; any number of them may share the same (empty) ids.</summary>
    public static bool IsPointer(SpanLink link) =>
        link.Attributes is { } attributes && attributes.TryGetValue("link.kind", out var kind) && kind == "span-pointer";
}
