using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

var chat = new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri(new Uri(args[0]), "v1") }).GetChatClient("gpt-4o");
Console.WriteLine((await chat.CompleteChatAsync("What is for lunch?")).Value.Content[0].Text);

var client = new ChatClientBuilder(new Adapter(chat)).UseFunctionInvocation().UseOpenTelemetry().Build();
var menu = AIFunctionFactory.Create((string day) => "soup", "menu");
Console.WriteLine((await client.GetResponseAsync("use the menu", new ChatOptions { Tools = [menu] })).Text);

/// <summary>As much of one as the program asks for: a tool is called once.</summary>
internal sealed class Adapter(ChatClient chat) : IChatClient
{
    private bool _hasAsked;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!_hasAsked)
        {
            _hasAsked = true;
            return new(new Microsoft.Extensions.AI.ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", "menu", new Dictionary<string, object?> { ["day"] = "today" })])) { ModelId = "gpt-4o", FinishReason = Microsoft.Extensions.AI.ChatFinishReason.ToolCalls };
        }
        var answer = (await chat.CompleteChatAsync(messages.First().Text)).Value;
        return new(new Microsoft.Extensions.AI.ChatMessage(ChatRole.Assistant, answer.Content[0].Text)) { ModelId = answer.Model, FinishReason = Microsoft.Extensions.AI.ChatFinishReason.Stop, Usage = new() { InputTokenCount = answer.Usage.InputTokenCount, OutputTokenCount = answer.Usage.OutputTokenCount } };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", defaultModelId: "gpt-4o") : null;

    public void Dispose()
    {
    }
}
