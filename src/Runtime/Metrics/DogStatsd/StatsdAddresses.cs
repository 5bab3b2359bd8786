using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Metrics.DogStatsd;

internal static class StatsdAddresses
{
    /// <summary>The address given in code, else the configured one.</summary>
    public static StatsdAddress Choose(string? url, Settings settings)
    {
        if (string.IsNullOrEmpty(url))
            return settings.DogStatsdUrl;
        if (StatsdAddress.TryParse(url, out var address, out var error))
            return address!;
        Log.Warn($"{error}; metrics go to {settings.DogStatsdUrl}.");
        return settings.DogStatsdUrl;
    }
}
