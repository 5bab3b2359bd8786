using System.ClientModel;
using System.ComponentModel;
using System.IO.Pipelines;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpenAI;

var url = new Uri(args[0]);
var openAI = new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri(url, "v1") });

// The model's own library, and its answer as a stream.
var chat = openAI.GetChatClient("gpt-4o");
Console.WriteLine((await chat.CompleteChatAsync("What is for lunch?")).Value.Content[0].Text);
await foreach (var update in chat.CompleteChatStreamingAsync("What is for dinner?"))
    Console.Write(update.ContentUpdate.Count > 0 ? update.ContentUpdate[0].Text : "");
Console.WriteLine();

// Microsoft.Extensions.AI around it, with a tool.
var client = new ChatClientBuilder(chat.AsIChatClient()).UseFunctionInvocation().UseOpenTelemetry().Build();
var menu = AIFunctionFactory.Create((string day) => "soup", "menu");
Console.WriteLine((await client.GetResponseAsync("use the menu", new ChatOptions { Tools = [menu] })).Text);

// Semantic Kernel.
var kernel = Kernel.CreateBuilder().AddOpenAIChatCompletion("gpt-4o", openAI).Build();
Console.WriteLine(await kernel.InvokePromptAsync("What is for lunch?"));

// Anthropic.
var anthropic = new AnthropicClient { ApiKey = "key", BaseUrl = url.ToString().TrimEnd('/') };
#if OLD
MessageParam question = new() { Role = Anthropic.Models.Messages.Role.User, Content = "What is for lunch?" };
#else
MessageParam question = new UserMessageParam { Content = "What is for lunch?" };
#endif
var message = await anthropic.Messages.Create(new MessageCreateParams { MaxTokens = 100, Model = "claude-sonnet-4-0", Messages = [question] });
Console.WriteLine(message.Usage.OutputTokens);

// A server of tools, and its client, in one process.
Pipe toServer = new(), toClient = new();
await using (var server = McpServer.Create(new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), new McpServerOptions { ToolCollection = [McpServerTool.Create((string city) => "rain", new() { Name = "weather" })] }))
{
    _ = server.RunAsync();
    await using var tools = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
    Console.WriteLine((await tools.CallToolAsync("weather", new Dictionary<string, object?> { ["city"] = "Ulm" })).Content.Count);
}
