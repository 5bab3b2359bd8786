using System.Text;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Answers as the servers of several models do, always the same: a tool is called once where there is one.</summary>
internal static class ModelServer
{
    public static async Task Answer(HttpContext context, string body)
    {
        if (context.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal))
        {
            await Write(context, "application/json", """
                { "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-0", "content": [ { "type": "text", "text": "soup" } ],
                  "stop_reason": "end_turn", "stop_sequence": null, "usage": { "input_tokens": 5, "output_tokens": 7 } }
                """);
        }
        else if (body.Contains("\"model\":\"none\"", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await Write(context, "application/json", """{ "error": "model 'none' not found" }""");
        }
        else if (context.Request.Path.StartsWithSegments("/api", out var operation))
        {
            await Write(context, "application/x-ndjson", Ollama(operation.Value!, body));
        }
        else if (context.Request.Path.Value.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            await Write(context, "application/json", """{ "object": "list", "data": [ { "object": "embedding", "index": 0, "embedding": [1.5, 2.5] } ], "usage": { "prompt_tokens": 2, "total_tokens": 2 } }""");
        }
        else if (body.Contains("\"stream\":true", StringComparison.Ordinal))
        {
            await Write(context, "text/event-stream", $$"""
                data: {{Chunk("""{ "role": "assistant", "content": "soup" }""", "null", "null")}}

                data: {{Chunk("{}", "\"stop\"", "null")}}

                data: { "id": "chat_1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-2024-08-06", "choices": [], "usage": { "prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5 } }

                data: [DONE]


                """);
        }
        else if (body.Contains("\"tools\"", StringComparison.Ordinal) && !body.Contains("\"role\":\"tool\"", StringComparison.Ordinal))
        {
            await Write(context, "application/json", Completion("""{ "role": "assistant", "content": null, "tool_calls": [ { "id": "call_1", "type": "function", "function": { "name": "menu", "arguments": "{ \"day\": \"today\" }" } } ] }""", "tool_calls"));
        }
        else
        {
            var text = body.Contains("\"role\":\"tool\"", StringComparison.Ordinal) ? "soup of the day" : "soup";
            await Write(context, "application/json", Completion($$"""{ "role": "assistant", "content": "{{text}}" }""", "stop"));
        }
    }

    // One object a line.
    private static string Ollama(string operation, string body)
    {
        const string About = "\"model\": \"llama3.2\", \"created_at\": \"2026-01-01T00:00:00Z\"";
        const string End = About + ", \"done\": true, \"done_reason\": \"stop\", \"total_duration\": 1, \"load_duration\": 1, \"prompt_eval_count\": 8, \"prompt_eval_duration\": 1, \"eval_count\": 3, \"eval_duration\": 1";
        if (operation == "/embed")
            return """{ "model": "llama3.2", "embeddings": [[1.5, 2.5]], "total_duration": 1, "load_duration": 1, "prompt_eval_count": 2 }""";
        if (operation == "/generate")
            return $$"""
                { {{About}}, "response": "king", "done": false }
                { {{End}}, "response": "", "context": [1] }

                """;
        var wasAsked = body.Contains("\"role\":\"tool\"", StringComparison.Ordinal);
        var message = body.Contains("\"tools\":[{", StringComparison.Ordinal) && !wasAsked
            ? """{ "role": "assistant", "content": "", "tool_calls": [ { "function": { "name": "menu", "arguments": { "day": "today" } } } ] }"""
            : $$"""{ "role": "assistant", "content": "{{(wasAsked ? "soup of the day" : "soup")}}" }""";
        if (!body.Contains("\"stream\":true", StringComparison.Ordinal))
            return $$"""{ {{End}}, "message": {{message}} }""";
        return $$"""
            { {{About}}, "message": {{message}}, "done": false }
            { {{End}}, "message": { "role": "assistant", "content": "" } }

            """;
    }

    private static string Chunk(string delta, string finish, string usage) =>
        $$"""{ "id": "chat_1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-2024-08-06", "choices": [ { "index": 0, "delta": {{delta}}, "finish_reason": {{finish}} } ], "usage": {{usage}} }""";

    private static string Completion(string message, string finish) =>
        $$"""
        { "id": "chat_1", "object": "chat.completion", "created": 1, "model": "gpt-4o-2024-08-06", "choices": [ { "index": 0, "message": {{message}}, "finish_reason": "{{finish}}" } ],
          "usage": { "prompt_tokens": 11, "completion_tokens": 4, "total_tokens": 15 } }
        """;

    private static async Task Write(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
