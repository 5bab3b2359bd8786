namespace DdRun.Viewer.Store;

/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="Level">trace, debug, info, warn, error or fatal.</param>
/// <param name="TraceId">The lower half; 0 when the record belongs to no trace.</param>
internal sealed record LogRecord(
    long Number, long Time, string Level, string Category, string Message, string Service, string RuntimeId,
    ulong TraceId, ulong SpanId, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    public long Memory
    {
        get
        {
            var length = 120L + (2L * (Category.Length + Message.Length));
            foreach (var (key, value) in Fields)
                length += 60 + (2L * (key.Length + value.Length));
            return length;
        }
    }
}
