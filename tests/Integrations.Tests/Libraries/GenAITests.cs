using System.Text;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>The real clients of models against a server that always answers the same.</summary>
public sealed class GenAITests
{
    private const string Output = "soup\nsoup\nsoup of the day\nsoup\n7\n1\n";

    private static readonly string[] s_all = ["OpenAI", "ExtensionsAI", "SemanticKernel", "Anthropic", "Mcp"];

    [Theory]
    [InlineData("Assistant")]
    [InlineData("AssistantOld")]
    public async Task Calls_of_models_and_tools_have_a_span_each_and_tokens_count_once(string name)
    {
        await using var server = await HttpStub.Start(Answer);
        await new LibraryApp(name, server.Url.ToString()) { Output = Output }.IsTraced(name, s_all, [.. Enumerable.Repeat("http.request", 6)]);
    }

    [Fact]
    public async Task The_oldest_releases_tell_of_their_calls_too()
    {
        await using var server = await HttpStub.Start(Answer);
        await new LibraryApp("AssistantOldest", server.Url.ToString()) { Output = "soup\nsoup\n" }.IsTraced("AssistantOldest", s_all, "http.request", "http.request");
    }

    [Fact]
    public async Task What_is_said_stays_out_unless_it_is_wanted()
    {
        const string Question = "lunch";
        await using var server = await HttpStub.Start(Answer);
        var app = new LibraryApp("Assistant", server.Url.ToString())
        {
            Output = Output,
            // The libraries are told to say it.
            Environment = [("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")],
        };
        Assert.DoesNotContain(await app.Run(), span => span.Meta.Values.Any(value => value.Contains(Question, StringComparison.Ordinal)));
        Assert.Contains(await app.Run(("DD_TRACE_GEN_AI_CONTENT", "true")), span => span.Meta.GetValueOrDefault("gen_ai.input.messages", "").Contains("use the menu", StringComparison.Ordinal));
    }

    private static async Task Answer(HttpContext context, string body)
    {
        if (context.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal))
        {
            await Write(context, "application/json", """
                { "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-0", "content": [ { "type": "text", "text": "soup" } ],
                  "stop_reason": "end_turn", "stop_sequence": null, "usage": { "input_tokens": 5, "output_tokens": 7 } }
                """);
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
