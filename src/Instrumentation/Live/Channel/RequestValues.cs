using System.Globalization;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>The members of a request. What is missing has its default, what is of another kind is an error.</summary>
internal sealed class RequestValues(JsonNode node)
{
    public string? Text(string name) => Find(name, JsonKind.Text)?.Text;

    public int Number(string name, int otherwise, int least, int most) => (int)Long(name, otherwise, least, most);

    public long Long(string name, long otherwise, long least, long most)
    {
        if (Find(name, JsonKind.Number) is not { } number)
            return otherwise;
        var value = double.Parse(number.Text, CultureInfo.InvariantCulture);
        return value < least || value > most || value != Math.Floor(value)
            ? throw new LiveErrorException($"\"{name}\" is a whole number from {least} to {most}, not {number.Text}", "request")
            : (long)value;
    }

    public bool Flag(string name)
    {
        foreach (var kind in (ReadOnlySpan<JsonKind>)[JsonKind.True, JsonKind.False])
        {
            if (Member(name) is { } value && value.Kind == kind)
                return kind == JsonKind.True;
        }
        return Member(name) is { } other && other.Kind != JsonKind.Null ? throw Wrong(name, other) : false;
    }

    public string[] Texts(string name)
    {
        if (Find(name, JsonKind.Array) is not { } list)
            return [];
        return [.. list.Items.Select(item => item.Kind == JsonKind.Text ? item.Text : throw Wrong(name, item))];
    }

    private JsonNode? Find(string name, JsonKind kind)
    {
        var member = Member(name);
        if (member is null || member.Kind == JsonKind.Null)
            return null;
        return member.Kind == kind ? member : throw Wrong(name, member);
    }

    private JsonNode? Member(string name)
    {
        for (var i = 0; i < node.Names.Count; i++)
        {
            if (node.Names[i].Text == name)
                return node.Items[i];
        }
        return null;
    }

    private static LiveErrorException Wrong(string name, JsonNode value) => new($"\"{name}\" is not {value.Describe()}", "request");
}
