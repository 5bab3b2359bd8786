using DdRun.Configuration;
using DdRun.Export;

namespace DdRun.Launcher.Info;

/// <summary>Whether anything answers where OTLP would go; any HTTP status counts, and nothing of the configured headers is sent.</summary>
/// <param name="Url">Without secrets.</param>
/// <param name="Error">Null when it answered.</param>
/// <param name="NotAsked">Why nobody was asked; null when somebody was.</param>
internal sealed record OtlpCheck(string Url, string? Error, string? NotAsked = null)
{
    /// <summary>One for each receiver that is configured.</summary>
    public static IReadOnlyList<OtlpCheck> Run(OtlpSettings? otlp)
    {
        var checks = new List<OtlpCheck>();
        foreach (var signal in (OtlpSignal?[])[otlp?.Traces, otlp?.Metrics, otlp?.Logs])
            if (signal is not null && !checks.Exists(check => check.Url == signal.Address.ToString()))
                checks.Add(Ask(signal));
        return checks;
    }

    private static OtlpCheck Ask(OtlpSignal signal)
    {
        if (Connections.Refusal(signal.Address.Secure) is { } refusal)
            return new(signal.Address.ToString(), null, refusal);
        Connections.Prepare();
        try
        {
            using var connection = new HttpConnection(signal.Address, TimeSpan.FromSeconds(2), tls: signal.Tls);
            connection.Send("GET", "/", "", []);
            return new(signal.Address.ToString(), null);
        }
        catch (Exception exception)
        {
            return new(signal.Address.ToString(), exception.Message);
        }
    }
}
