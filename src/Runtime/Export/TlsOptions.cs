using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using DdRun.Configuration;

namespace DdRun.Export;

/// <summary>What a connection by TLS needs of certificates in files. Apart: it loads the framework's cryptography.</summary>
internal static class TlsOptions
{
    public static SslClientAuthenticationOptions Make(string host, TlsFiles files)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (files.Authorities is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authorities);
            options.CertificateChainPolicy = policy;
        }
        if (files.Certificate is { } certificate)
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, files.Key)];
        return options;
    }
}
