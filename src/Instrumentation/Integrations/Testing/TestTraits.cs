using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>Categories and whatever else a test is marked with, as the JSON that is known for them: name → list.</summary>
internal sealed class TestTraits
{
    // It is in a tag, not in a page.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public void Add(string name, string? value)
    {
        if (!_values.TryGetValue(name, out var values))
            _values.Add(name, values = []);
        if (value is not null && !values.Contains(value))
            values.Add(value);
    }

    public void Add(string name, IEnumerable values)
    {
        foreach (var value in values)
            Add(name, value?.ToString());
    }

    /// <param name="traits">Lists by name.</param>
    public void Add(IDictionary traits)
    {
        foreach (DictionaryEntry entry in traits)
        {
            if (entry is { Key: string name, Value: IEnumerable values })
                Add(name, values);
        }
    }

    public void Describe(Span span)
    {
        if (_values.Count == 0)
            return;
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Options))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in _values)
            {
                writer.WriteStartArray(name);
                foreach (var value in values)
                    writer.WriteStringValue(value);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        span.SetTag("test.traits", Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }
}
