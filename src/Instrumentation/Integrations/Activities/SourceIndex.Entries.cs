namespace DdRun.Instrumentation.Integrations.Activities;

// Written by a test, from the manifests: UPDATE_SNAPSHOTS=1.
internal static partial class SourceIndex
{
    private const string Entries =
        "Azure.Core.Http Activities -\n"
        + "Azure.Cosmos.Operation CosmosDb -\n"
        + "Azure.Cosmos.Request CosmosDb -\n"
        + "ClickHouse.Driver ClickHouse -\n"
        + "ClickHouse.Driver.Tcp ClickHouse -\n"
        + "CoreWCF.Primitives Wcf +\n"
        + "Elastic.Clients.Elasticsearch.ElasticsearchClient ElasticsearchNet +\n"
        + "Elastic.Transport ElasticsearchNet +\n"
        + "Experimental.Microsoft.Agents.AI ExtensionsAI +\n"
        + "Experimental.Microsoft.Extensions.AI ExtensionsAI +\n"
        + "Experimental.ModelContextProtocol Mcp +\n"
        + "Experimental.System.Net.* Activities -\n"
        + "GraphQL GraphQL -\n"
        + "Grpc.AspNetCore.Server Grpc -\n"
        + "Grpc.Net.Client Grpc -\n"
        + "MassTransit MassTransit +\n"
        + "Microsoft.AspNetCore AspNetCore -\n"
        + "Microsoft.AspNetCore.SignalR.Server SignalR +\n"
        + "Microsoft.Azure.Functions.Worker AzureFunctions -\n"
        + "Microsoft.Orleans.Application Orleans +\n"
        + "Microsoft.Orleans.DurableJobs Orleans ?\n"
        + "Microsoft.Orleans.Lifecycle Orleans ?\n"
        + "Microsoft.Orleans.Runtime Orleans ?\n"
        + "Microsoft.Orleans.Storage Orleans ?\n"
        + "Microsoft.SemanticKernel SemanticKernel +\n"
        + "Microsoft.SemanticKernel.Diagnostics SemanticKernel +\n"
        + "MongoDB.Driver MongoDb -\n"
        + "MySqlConnector MySql -\n"
        + "NATS.Net Nats +\n"
        + "Npgsql Npgsql -\n"
        + "OpenAI.ChatClient OpenAI +\n"
        + "OpenAI.ResponsesClient OpenAI +\n"
        + "OpenTelemetry.Contrib.* Activities -\n"
        + "OpenTelemetry.Instrumentation.* Activities -\n"
        + "Oracle.ManagedDataAccess* Oracle -\n"
        + "Quartz Quartz -\n"
        + "RabbitMQ.Client.Publisher RabbitMQ -\n"
        + "RabbitMQ.Client.Subscriber RabbitMQ +\n"
        + "System.Net.Http HttpMessageHandler -\n"
        + "TUnit TUnit +\n"
        + "TUnit.Lifecycle TUnit -\n"
        + "Wolverine Wolverine +\n"
        + "Yarp.ReverseProxy Yarp +\n"
        + "ZiggyCreatures.Caching.Fusion* FusionCache ?\n"
        + "com.anthropic.sdk.csharp Anthropic +\n"
        + "com.anthropic.sdk.csharp.* Anthropic +\n"
        + "connector-net MySql -\n";

    private const string Switches =
        "Microsoft.SemanticKernel.Abstractions SemanticKernel Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS\n"
        + "OpenAI OpenAI OpenAI.Experimental.EnableOpenTelemetry OPENAI_EXPERIMENTAL_ENABLE_OPEN_TELEMETRY\n";
}
