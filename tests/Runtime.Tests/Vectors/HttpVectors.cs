using System.Globalization;
using DdRun.Configuration;
using DdRun.Http;

namespace DdRun.Runtime.Tests.Vectors;

public class HttpVectors
{
    [Theory]
    [VectorData("url_redaction")]
    public void Urls(VectorCase vector) => vector.Verify(() =>
    {
        switch (vector.Section)
        {
            case VectorDataAttribute.Absent:
                break;
            case "cases":
                var url = vector.Text("url")!;
                Assert.Equal(vector.Text("redacted"), new UrlRedaction(null).Redact(url));
                Assert.Equal(vector.Text("query_stripped"), UrlRedaction.RemoveQuery(url));
                Assert.Equal(vector.Text("userinfo_removed"), UrlUserInfo.Remove(url));
                break;
            case "custom_pattern_cases":
                Assert.Equal(vector.Text("redacted"), new UrlRedaction(vector.Settings().QueryObfuscation).Redact(vector.Text("url")!));
                break;
            case "special":
                Special(vector);
                break;
            default:
                Assert.Fail($"Section {vector.Section} is not known.");
                break;
        }
    });

    [Theory]
    [VectorData("client_ip")]
    public void Client_addresses(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal(vector.Text("client_ip"), ClientIp.Find(vector.Map("headers"), vector.Text("peer_ip"), vector.Settings()));
    });

    [Theory]
    [VectorData("header_default_tag")]
    public void Default_tags_of_headers(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal(vector.Text("request_tag"), HeaderTags.DefaultRequestTag(vector.Text("header")!));
        Assert.Equal(vector.Text("response_tag"), HeaderTags.DefaultResponseTag(vector.Text("header")!));
    });

    [Theory]
    [VectorData("header_tags")]
    public void Tags_of_headers(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var tags = new Dictionary<string, string>();
        var headers = vector.Settings().HeaderTags;
        headers.Apply(CaseInsensitive("request_headers"), response: false, (tag, value) => tags[tag] = value);
        headers.Apply(CaseInsensitive("response_headers"), response: true, (tag, value) => tags[tag] = value);
        Assert.Equal(vector.Map("tags"), tags);

        Func<string, string?> CaseInsensitive(string name) =>
            new Dictionary<string, string>(vector.Map(name), StringComparer.OrdinalIgnoreCase).GetValueOrDefault;
    });

    [Theory]
    [VectorData("http_error_statuses")]
    public void Error_statuses(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var statuses = vector.Settings().ServerErrorStatuses;
        Assert.Equal(vector["ranges"]!.AsArray().Select(r => (r![0]!.GetValue<int>(), r[1]!.GetValue<int>())), statuses.Ranges);
        foreach (var (status, isError) in vector["is_error"]!.AsObject())
            Assert.Equal(isError!.GetValue<bool>(), statuses.Contains(int.Parse(status, CultureInfo.InvariantCulture)));
    });

    // Facts in words; each is checked by what it names.
    private static void Special(VectorCase vector)
    {
        const string url = "http://u:p@h/p?token=abc&q=1#f";
        var settings = vector.Settings();
        var redaction = new UrlRedaction(settings.QueryObfuscation);
        var effect = vector.Text("effect")!;
        if (effect.StartsWith("no redaction", StringComparison.Ordinal))
            Assert.Equal("http://h/p?token=abc&q=1", redaction.ForTag(url, settings.ServerQueryString));
        else if (effect.StartsWith("invalid expression", StringComparison.Ordinal))
            Assert.Equal("http://h/p#f", redaction.ForTag("http://h/p?token=abc#f", settings.ServerQueryString));
        else if (effect.StartsWith("server spans: query removed", StringComparison.Ordinal))
            Assert.Equal("http://h/p#f", redaction.ForTag("http://h/p?a=1#f", settings.ServerQueryString));
        else if (effect.StartsWith("client spans: query removed", StringComparison.Ordinal))
            Assert.Equal("http://h/p#f", redaction.ForTag("http://h/p?a=1#f", settings.ClientQueryString));
        else
            Assert.Fail($"Nobody has said what '{effect}' means here.");
    }
}
