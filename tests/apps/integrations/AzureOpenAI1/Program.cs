using Azure;
using Azure.AI.OpenAI;
using Azure.Core;
using Azure.Core.Pipeline;

// The key goes over https only, which the server here does not speak.
var client = new OpenAIClient(new Uri(args[0]), new AzureKeyCredential("key"));
var options = new ChatCompletionsOptions { Messages = { new ChatMessage(ChatRole.User, "What is for lunch?") } };
Console.WriteLine((await client.GetChatCompletionsAsync("bakery", options)).Value.Choices[0].Message.Content);
Console.WriteLine(client.GetChatCompletions("bakery", options).Value.Choices[0].Message.Content);
using var stream = (await client.GetChatCompletionsStreamingAsync("bakery", options)).Value;
await foreach (var choice in stream.GetChoicesStreaming())
{
    await foreach (var message in choice.GetMessageStreaming())
        Console.Write(message.Content);
}
Console.WriteLine();
Console.WriteLine((await client.GetEmbeddingsAsync("vectors", new EmbeddingsOptions("soup"))).Value.Data[0].Embedding.Count);
