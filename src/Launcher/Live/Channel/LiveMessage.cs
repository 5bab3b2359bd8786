using System.Text.Json;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Members of a message. What is not there, or of another kind than asked for, is absent: the other end may be of another version, or lie.</summary>
internal static class LiveMessage
{
    public static string? Text(this JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    public static long Number(this JsonElement message, string name, long otherwise = 0) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number
            ? member.TryGetInt64(out var whole) ? whole : (long)member.GetDouble()
            : otherwise;

    public static bool IsTrue(this JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;

    /// <returns>Null also where it says null.</returns>
    public static JsonElement? Member(this JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    public static IEnumerable<JsonElement> List(this JsonElement message, string name) =>
        message.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
