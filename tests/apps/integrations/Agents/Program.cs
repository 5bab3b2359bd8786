using System.ClientModel;
using Agents;
using Azure.AI.OpenAI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models.Chat;

var url = new Uri(args[0]);

// Azure's model through its own library, and its answer as a stream.
var azure = new AzureOpenAIClient(url, new ApiKeyCredential("key")).GetChatClient("bakery");
Console.WriteLine((await azure.CompleteChatAsync("What is for lunch?")).Value.Content[0].Text);
await foreach (var part in azure.CompleteChatStreamingAsync("What is for dinner?"))
    Console.Write(part.ContentUpdate.Count > 0 ? part.ContentUpdate[0].Text : "");
Console.WriteLine();

// Ollama: a stream, an answer at once, a text that goes on, embeddings, and a tool.
using var ollama = new OllamaApiClient(url, "llama3.2");
foreach (var isStream in (bool[])[true, false])
{
    await foreach (var part in ollama.ChatAsync(new ChatRequest { Messages = [new(OllamaSharp.Models.Chat.ChatRole.User, "What is for lunch?")], Stream = isStream }))
        Console.Write(part?.Message.Content);
    Console.WriteLine();
}
await foreach (var part in ollama.GenerateAsync(new OllamaSharp.Models.GenerateRequest { Prompt = "Once there was a" }))
    Console.Write(part?.Response);
Console.WriteLine();
Console.WriteLine((await ollama.EmbedAsync("soup")).Embeddings.Count);
try
{
    await foreach (var part in ollama.ChatAsync(new ChatRequest { Model = "none", Messages = [new(OllamaSharp.Models.Chat.ChatRole.User, "What is for lunch?")] }))
        Console.Write(part?.Message.Content);
}
catch (Exception e)
{
    Console.WriteLine(e.Message);
}
// Whoever has heard enough.
await foreach (var part in ollama.ChatAsync(new ChatRequest { Messages = [new(OllamaSharp.Models.Chat.ChatRole.User, "What is for lunch?")] }))
{
    Console.WriteLine(part?.Message.Content);
    break;
}
await foreach (var part in new Chat(ollama).SendAsync("use the menu", [new Menu()]))
    Console.Write(part);
Console.WriteLine();

// Microsoft.Extensions.AI around it, with a tool, as a stream.
using var client = new ChatClientBuilder(ollama).UseFunctionInvocation().UseOpenTelemetry().Build();
var menu = AIFunctionFactory.Create((string day) => "soup", "menu");
await foreach (var part in client.GetStreamingResponseAsync("use the menu", new ChatOptions { Tools = [menu] }))
    Console.Write(part.Text);
Console.WriteLine();

// Agents: around both, around a model's own library, and one that nobody was told of.
var cook = new ChatClientAgent(client, name: "cook", tools: [menu]).AsBuilder().UseOpenTelemetry().Build();
Console.WriteLine((await cook.RunAsync("use the menu")).Text);
#if OLD
IChatClient inner = ollama;
#else
var inner = azure.AsIChatClient();
#endif
var baker = new ChatClientAgent(inner, name: "baker", tools: [menu]).AsBuilder().UseOpenTelemetry().Build();
await foreach (var part in baker.RunStreamingAsync("use the menu"))
    Console.Write(part.Text);
Console.WriteLine();
Console.WriteLine((await new ChatClientAgent(ollama, name: "waiter").RunAsync("What is for lunch?")).Text);

namespace Agents
{
    internal sealed class Menu : OllamaSharp.Models.Chat.Tool, OllamaSharp.Tools.IInvokableTool
    {
        public Menu() => Function = new Function { Name = "menu", Description = "What there is.", Parameters = new Parameters { Properties = [] } };

        public object InvokeMethod(IDictionary<string, object?>? args) => "soup";
    }
}
