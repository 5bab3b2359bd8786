using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>Collects a log record's attributes: of several with the same key the first counts.</summary>
internal sealed class LogAttributes
{
    private const int Most = 128;

    public List<KeyValuePair<string, object>> All { get; } = [];

    /// <summary>Those beyond the bound.</summary>
    public int Dropped { get; private set; }

    public void Add(string? key, object? value)
    {
        if (string.IsNullOrEmpty(key) || All.Exists(pair => pair.Key == key))
            return;
        if (All.Count >= Most)
        {
            Dropped++;
            return;
        }
        if (Safely(value) is { } known)
            All.Add(new(key, known is string text ? TagText.Cut(text) : known));
    }

    public void Add(Exception? exception)
    {
        if (exception is null)
            return;
        Add("exception.type", ExceptionText.Type(exception));
        Add("exception.message", ExceptionText.Message(exception));
        Add("exception.stacktrace", exception.ToString());
    }

    // A text form is the application's code.
    private static object? Safely(object? value)
    {
        try
        {
            return AttributeValue.Of(value);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
