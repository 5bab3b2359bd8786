using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Signs whatever headers a request has by the time it gets here, as for S3.</summary>
internal sealed class Signer : DelegatingHandler
{
    public static string Sign(string names, Func<string, string> value) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names.Split(';').Select(name => $"{name}:{value(name)}")))));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("x-signed");
        request.Headers.Remove("x-signature");
        request.Headers.Host ??= request.RequestUri!.Authority;
        var names = string.Join(';', request.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        request.Headers.Add("x-signature", Sign(names, name => string.Join(',', request.Headers.GetValues(name))));
        request.Headers.Add("x-signed", names);
        return base.SendAsync(request, cancellationToken);
    }
}
