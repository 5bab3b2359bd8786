using System.Text;

namespace DdRun.Instrumentation.Integrations.Ollama;

/// <summary>The parts of one answer, in the order in which the library made them.</summary>
/// <param name="keepsText">Whether anybody wants more than the last one.</param>
internal sealed class Answer(bool keepsText)
{
    // The last line is read twice: as a part, and as what it is.
    private const string Last = "DoneResponseStream";

    private static readonly PropertyReader<object> s_message = new("Message"), s_done = new("Done");
    private static readonly PropertyReader<string> s_content = new("Content"), s_response = new("Response");

    private readonly List<object>? _parts = keepsText ? [] : null;

    /// <summary>The part that says how the answer ended.</summary>
    public object? Done { get; private set; }

    /// <summary>A part that is only being made.</summary>
    public void Add(object part)
    {
        if (part.GetType().Name.EndsWith(Last, StringComparison.Ordinal))
            Done = part;
        else
            _parts?.Add(part);
    }

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var part in _parts ?? [])
        {
            if (Done is null || s_done.Read(part) is not true)
                text.Append(TextOf(part));
        }
        return text.Append(TextOf(Done)).ToString();
    }

    private static string? TextOf(object? part) => s_response.Read(part) ?? s_content.Read(s_message.Read(part));
}
