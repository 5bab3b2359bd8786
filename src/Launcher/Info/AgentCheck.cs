using System.Net.Sockets;
using System.Text.Json;
using DdRun.Configuration;
using DdRun.Export;

namespace DdRun.Launcher.Info;

/// <summary>Whether anything answers <c>GET /info</c> where traces would go; any HTTP status counts.</summary>
/// <param name="Reachable">Null when it could not be asked.</param>
/// <param name="Version">What it says to be.</param>
/// <param name="Error">Why it is not reachable, or was not asked.</param>
internal sealed record AgentCheck(bool? Reachable, string? Version, string Error)
{
    public static AgentCheck Run(Settings settings)
    {
        if (Connections.Refusal(settings.AgentUrl.Secure) is { } refusal)
            return new(null, null, refusal);
        Connections.Prepare();
        try
        {
            using var connection = new HttpConnection(settings.AgentUrl, settings.AgentTimeout);
            return new(true, ReadVersion(connection.Send("GET", "/info", "", []).Body), "");
        }
        catch (Exception exception) when (exception is IOException or SocketException or TimeoutException or FormatException)
        {
            return new(false, null, exception.Message);
        }
    }

    private static string? ReadVersion(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version) ? version.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
