using System.Text.RegularExpressions;
using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>The real clients of models against a server that always answers the same.</summary>
public sealed partial class GenAITests
{
    private const string Output = "soup\nsoup\nsoup of the day\nsoup\n7\n1\n";

    private const string Menu = "soup\nsoup\nsoup\nsoup\nking\n1\nResponse status code does not indicate success: 404 (Not Found).\nsoup\nsoup of the day\nsoup of the day\nsoup of the day\n";

    private static readonly string[] s_all = ["OpenAI", "ExtensionsAI", "SemanticKernel", "Anthropic", "Mcp"];

    [Theory]
    [InlineData("Assistant")]
    [InlineData("AssistantOld")]
    public async Task Calls_of_models_and_tools_have_a_span_each_and_tokens_count_once(string name)
    {
        await using var server = await HttpStub.Start(ModelServer.Answer);
        await new LibraryApp(name, server.Url.ToString()) { Output = Output }.IsTraced(name, s_all, [.. Enumerable.Repeat("http.request", 6)]);
    }

    [Fact]
    public async Task The_oldest_releases_tell_of_their_calls_too()
    {
        await using var server = await HttpStub.Start(ModelServer.Answer);
        await new LibraryApp("AssistantOldest", server.Url.ToString()) { Output = "soup\nsoup\n" }.IsTraced("AssistantOldest", s_all, "http.request", "http.request");
    }

    [Theory]
    [InlineData("Agents", "soup\nsoup\n", 16)]
    [InlineData("AgentsOld", "soup of the day\nsoup\n", 17)]
    public async Task Agents_Azure_and_Ollama_tell_of_each_call_once(string name, string last, int requests)
    {
        await using var server = await HttpStub.Start(ModelServer.Answer);
        await new LibraryApp(name, server.Url.ToString()) { Output = Menu + last, Scrub = text => NewEachTime().Replace(text, "NEW") }.IsTraced(name, [.. s_all, "Ollama"], [.. Enumerable.Repeat("http.request", requests)]);
    }

    [Fact]
    public async Task The_previews_of_Azure_OpenAI_are_traced_too()
    {
        await using var server = await HttpStub.Start(ModelServer.Answer);
        await new LibraryApp("AzureOpenAI1", server.Url.ToString()) { Output = "soup\nsoup\nsoup\n2\n" }.IsTraced("AzureOpenAI1", s_all, [.. Enumerable.Repeat("http.request", 4)]);
    }

    [Fact]
    public async Task What_is_said_to_Ollama_stays_out_unless_it_is_wanted()
    {
        await using var server = await HttpStub.Start(ModelServer.Answer);
        var app = new LibraryApp("Agents", server.Url.ToString()) { Output = Menu + "soup\nsoup\n", Environment = [("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")] };
        Assert.DoesNotContain(await app.Run(), span => span.Meta.Values.Any(value => value.Contains("lunch", StringComparison.Ordinal) || value.Contains("soup", StringComparison.Ordinal)));
        var calls = (await app.Run(("DD_TRACE_GEN_AI_CONTENT", "true"))).Where(span => span.Meta.GetValueOrDefault("component") == "ollama" && span.Name == "gen_ai.chat").ToList();
        // As a stream, and at once.
        foreach (var call in calls.OrderBy(span => span.Start).Take(2))
        {
            Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"What is for lunch?"}]}]""", call.Meta["gen_ai.input.messages"]);
            Assert.Equal("""[{"role":"assistant","parts":[{"type":"text","content":"soup"}]}]""", call.Meta["gen_ai.output.messages"]);
        }
    }

    [Fact]
    public async Task What_is_said_stays_out_unless_it_is_wanted()
    {
        const string Question = "lunch";
        await using var server = await HttpStub.Start(ModelServer.Answer);
        var app = new LibraryApp("Assistant", server.Url.ToString())
        {
            Output = Output,
            // The libraries are told to say it.
            Environment = [("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")],
        };
        Assert.DoesNotContain(await app.Run(), span => span.Meta.Values.Any(value => value.Contains(Question, StringComparison.Ordinal)));
        Assert.Contains(await app.Run(("DD_TRACE_GEN_AI_CONTENT", "true")), span => span.Meta.GetValueOrDefault("gen_ai.input.messages", "").Contains("use the menu", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?<=tool.call.id=)[0-9a-f]{8}|(?<=time_to_first_chunk=).*")]
    private static partial Regex NewEachTime();
}
