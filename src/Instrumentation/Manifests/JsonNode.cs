namespace DdRun.Instrumentation.Manifests;

/// <summary>A value, and where it stands.</summary>
internal sealed class JsonNode(JsonKind kind, int line, int column)
{
    public JsonKind Kind { get; } = kind;
    public int Line { get; } = line;
    public int Column { get; } = column;
    public string Text { get; init; } = "";

    /// <summary>Items of an array, values of an object.</summary>
    public List<JsonNode> Items { get; } = [];

    /// <summary>Names of an object, in the order of <see cref="Items"/>.</summary>
    public List<JsonNode> Names { get; } = [];

    public string Describe() => Kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        JsonKind.Text => "a text",
        JsonKind.Number => "a number",
        JsonKind.Null => "null",
        _ => "a boolean",
    };
}
