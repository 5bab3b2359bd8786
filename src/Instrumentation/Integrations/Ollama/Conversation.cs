using System.Collections;
using DdRun.Instrumentation.Integrations.GenAI;
using DdRun.Json;

namespace DdRun.Instrumentation.Integrations.Ollama;

/// <summary>What is said, in the form that OpenTelemetry's conventions have for it.</summary>
internal static class Conversation
{
    private static readonly PropertyReader<IEnumerable> s_messages = new("Messages");
    private static readonly PropertyReader<object> s_role = new("Role");
    private static readonly PropertyReader<string> s_content = new("Content"), s_prompt = new("Prompt");

    /// <summary>What a request says; null where that is no text.</summary>
    public static string? Of(object? request)
    {
        var json = new JsonWriter().BeginList();
        if (s_messages.Read(request) is { } messages)
        {
            foreach (var message in messages)
                Write(json, s_role.Read(message)?.ToString(), s_content.Read(message));
        }
        else if (s_prompt.Read(request) is { } prompt)
        {
            Write(json, "user", prompt);
        }
        else
        {
            return null;
        }
        return Content.Cut(json.EndList().ToString());
    }

    public static string Answer(string text)
    {
        var json = new JsonWriter().BeginList();
        Write(json, "assistant", text);
        return Content.Cut(json.EndList().ToString());
    }

    private static void Write(JsonWriter json, string? role, string? text) =>
        json.BeginObject().Member("role", role).Name("parts").BeginList().BeginObject().Member("type", "text").Member("content", text).EndObject().EndList().EndObject();
}
