namespace DdRun.Export.Otlp;

/// <summary>The JSON names and forms of a protobuf message's fields, by number.</summary>
internal sealed class JsonSchema
{
    private readonly Field?[] _fields = new Field?[20];

    public JsonSchema Add(int number, string name, JsonKind kind, JsonSchema? message = null, bool repeated = false)
    {
        _fields[number] = new(name, kind, message, repeated);
        return this;
    }

    public Field? Find(int number) => (uint)number < (uint)_fields.Length ? _fields[number] : null;

    internal sealed record Field(string Name, JsonKind Kind, JsonSchema? Message, bool Repeated);
}
