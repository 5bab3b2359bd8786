using System.Text.Json;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Each event as a JSON object on a line, with the members that the process sent.</summary>
internal sealed class JsonView : LiveView
{
    public override bool IsForPrograms => true;

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
}
