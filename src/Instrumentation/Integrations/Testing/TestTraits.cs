using System.Collections;
using DdRun.Json;

namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>Categories and whatever else a test is marked with, as the JSON that is known for them: name → list.</summary>
internal sealed class TestTraits
{
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
        var json = new JsonWriter().BeginObject();
        foreach (var (name, values) in _values)
        {
            json.Name(name).BeginList();
            foreach (var value in values)
                json.Value(value);
            json.EndList();
        }
        span.SetTag("test.traits", json.EndObject().ToString());
    }
}
