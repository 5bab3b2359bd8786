using DdRun.Http;

namespace DdRun.Runtime.Tests.Http;

public class SecretScannerTests
{
    [Theory]
    [InlineData("new_password2=x&a=1", "<redacted>&a=1")]
    [InlineData("Pwd = x", "<redacted>")]
    [InlineData("my_api_key_id%3Dx&a=1", "my_<redacted>&a=1")]
    [InlineData("pass-phrase=x", "<redacted>")]
    [InlineData("a=1&access-key=&b=2", "a=1&access-key=&b=2")]
    [InlineData("\"secret\" : \"x\"", "<redacted>")]
    [InlineData("\"secret\" : \"\"", "\"secret\" : \"\"")]
    [InlineData("\"secret\" : \"x", "\"secret\" : \"x")]
    [InlineData("bearer", "bearer")]
    [InlineData("BEARER  a.b", "<redacted>")]
    [InlineData("ghs_0123456789012345678901234567890123456789", "<redacted>6789")]
    [InlineData("eyJa.eyJb", "<redacted>")]
    [InlineData("eyJa.eyAb", "eyJa.eyAb")]
    [InlineData("-----BEGIN%20PRIVATE%20KEY-----abc-----END PRIVATE KEY", "<redacted>")]
    [InlineData("-----BEGIN CERTIFICATE-----abc-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----abc-----END CERTIFICATE-----")]
    public void Secrets_are_found_wherever_they_stand(string query, string redacted) => Assert.Equal("?" + redacted, new UrlRedaction(null).Redact("?" + query));

    [Fact]
    public void An_ssh_key_goes_with_its_comment()
    {
        var key = "ssh-rsa%20" + new string('A', 100) + "==%20me@host";
        Assert.Equal("?k=<redacted>@host", new UrlRedaction(null).Redact("?k=" + key));
        Assert.Equal("?k=ssh-rsa%20short", new UrlRedaction(null).Redact("?k=ssh-rsa%20short"));
    }

    [Theory]
    [InlineData("pass")]
    [InlineData("\"secret\":\"")]
    [InlineData("ey")]
    [InlineData("eyJa.")]
    [InlineData("%22")]
    [InlineData("-----BEGIN ")]
    [InlineData("token:abc")]
    public void Time_grows_with_the_text_and_not_faster(string piece)
    {
        // Quadratic work on 2 MiB would be far beyond any test's patience.
        var query = "?" + string.Concat(Enumerable.Repeat(piece, 2 * 1024 * 1024 / piece.Length));
        Assert.StartsWith("?", new UrlRedaction(null).Redact(query), StringComparison.Ordinal);
    }
}
