using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DdRun.Export;
using DdRun.Testing;
using DdRun.Testing.Otlp;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>A receiver that speaks TLS with a certificate that the system does not know.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_receiver_is_trusted_by_the_certificate_that_is_given(bool given)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        await using var receiver = await OtlpReceiver.Start(certificate: certificate);
        var tracer = given
            ? OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_CERTIFICATE", _folder.Write("ca.pem", made.ExportCertificatePem())))
            : OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"));
        tracer.Begin("secret", null, null, null).Finish();
        tracer.Flush();
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(given ? (1, 0) : (0, 1), (counters.SentSpans, counters.DroppedFailed));
        Assert.Equal(given ? 1 : 0, receiver.Spans.Items.Count);
    }
}
