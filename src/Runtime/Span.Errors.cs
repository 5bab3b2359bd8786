using DdRun.Tracing;

namespace DdRun;

public partial class Span
{
    /// <summary>
    /// Marks the span as failed, with <c>error.type</c>, <c>error.message</c> and <c>error.stack</c> (bounded in size; inner exceptions are in the stack).
    /// </summary>
    public Span SetException(Exception exception)
    {
        if (exception is null || !IsEditable)
            return this;
        Error = true;
        Store("error.type", ExceptionText.Type(exception));
        Store("error.message", ExceptionText.Message(exception));
        Store("error.stack", ExceptionText.Stack(exception, Root.Snapshot.Tracer.Settings.TracebackMaxSize));
        return this;
    }

    /// <summary>For exception filters: puts the exception on the span before anything is unwound, and handles nothing.</summary>
    internal bool Record(Exception exception)
    {
        SetException(exception);
        return false;
    }

    /// <summary>
    /// Adds an event <c>exception</c> with type, message and stack trace; attributes win over those. Does not mark the span as failed.
    /// </summary>
    public Span RecordException(Exception exception, IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        if (exception is null || !IsEditable)
            return this;
        var all = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["exception.type"] = ExceptionText.Type(exception),
            ["exception.message"] = ExceptionText.Message(exception),
            ["exception.stacktrace"] = ExceptionText.Stack(exception, Root.Snapshot.Tracer.Settings.TracebackMaxSize),
        };
        foreach (var (key, value) in attributes ?? [])
            all[key] = value;
        return AddEvent("exception", all);
    }
}
