using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Headers;

/// <summary>Headers of texts that are nobody else's.</summary>
internal readonly struct TextHeaders(IDictionary<string, string?> headers) : ICarrier
{
    public string? Get(string name) => headers.TryGetValue(name, out var value) ? value : null;

    public void Add(string name, string value) => headers[name] = value;

    public void Remove(string name) => headers.Remove(name);
}
