using System.Net.Http.Headers;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>Headers of a request that nobody else sees.</summary>
internal readonly struct RequestHeaders(HttpRequestHeaders headers) : ICarrier
{
    public string? Get(string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    public void Add(string name, string value) => headers.TryAddWithoutValidation(name, value);

    public void Remove(string name) => headers.Remove(name);
}
