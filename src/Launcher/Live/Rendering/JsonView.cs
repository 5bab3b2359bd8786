using System.Text.Json;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Each event as a JSON object on a line, with the members that the process sent.</summary>
/// <param name="isOfCalls">Whether an event is a call.</param>
internal sealed class JsonView(bool isOfCalls = true) : LiveView
{
    public override bool IsForPrograms => true;

    public override bool IsOfCalls => isOfCalls;

    public override string Show(JsonElement happened) => Of(happened) + "\n";

    /// <summary>The object on one line, without what belongs to the channel.</summary>
    public static string Of(JsonElement happened) => JsonLine.Of(writer =>
    {
        foreach (var member in happened.EnumerateObject())
        {
            if (member.Name is not ("type" or "id" or "kind"))
                member.WriteTo(writer);
        }
    });

    /// <summary>The items of a list as they are, one a line.</summary>
    public static string Lines(IEnumerable<JsonElement> items) => string.Concat(items.Select(item => JsonLine.Of(writer =>
    {
        foreach (var member in item.EnumerateObject())
            member.WriteTo(writer);
    }) + "\n"));
}
