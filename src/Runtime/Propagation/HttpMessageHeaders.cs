using System.Net.Http.Headers;

namespace DdRun.Propagation;

internal sealed class HttpMessageHeaders(HttpHeaders headers) : HeaderReader
{
    public override string? Get(string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? DelegateListHeaders<HttpHeaders>.Join(values) : null;

    public override IEnumerable<KeyValuePair<string, string>> WithPrefix(string prefix)
    {
        foreach (var (name, values) in headers.NonValidated)
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                yield return new(name[prefix.Length..].ToLowerInvariant(), values.ToString());
    }
}
