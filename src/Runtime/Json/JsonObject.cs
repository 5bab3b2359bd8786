namespace DdRun.Json;

/// <summary>The members of a JSON object. What is not there, or of another kind than asked for, is absent.</summary>
internal sealed class JsonObject
{
    private readonly Dictionary<string, object?> _members = new(StringComparer.Ordinal);

    public Dictionary<string, object?>.Enumerator GetEnumerator() => _members.GetEnumerator();

    /// <summary>The last of several members of a name counts.</summary>
    public void Set(string name, object? value) => _members[name] = value;

    public bool Has(string name) => _members.ContainsKey(name);

    public string? Text(string name) => _members.GetValueOrDefault(name) as string;

    public double? Number(string name) => _members.GetValueOrDefault(name) as double?;

    public bool IsTrue(string name) => _members.GetValueOrDefault(name) is true;

    public JsonObject? Object(string name) => _members.GetValueOrDefault(name) as JsonObject;

    /// <summary>The texts in a list, which may hold other things.</summary>
    public List<string> Texts(string name)
    {
        var texts = new List<string>();
        if (_members.GetValueOrDefault(name) is List<object?> items)
        {
            foreach (var item in items)
            {
                if (item is string text)
                    texts.Add(text);
            }
        }
        return texts;
    }
}
