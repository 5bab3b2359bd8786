namespace DdRun.Instrumentation.Integrations.Activities;

// Written by a test, from the manifests: UPDATE_SNAPSHOTS=1.
internal static partial class SourceIndex
{
    private const string Entries =
        "Azure.Core.Http Activities -\n"
        + "Experimental.System.Net.* Activities -\n"
        + "Grpc.AspNetCore.Server Grpc -\n"
        + "Grpc.Net.Client Grpc -\n"
        + "MassTransit MassTransit +\n"
        + "Microsoft.AspNetCore AspNetCore -\n"
        + "Microsoft.AspNetCore.SignalR.Server SignalR +\n"
        + "MongoDB.Driver MongoDb -\n"
        + "MySqlConnector MySql -\n"
        + "NATS.Net Nats +\n"
        + "Npgsql Npgsql -\n"
        + "OpenTelemetry.Contrib.* Activities -\n"
        + "OpenTelemetry.Instrumentation.* Activities -\n"
        + "Oracle.ManagedDataAccess* Oracle -\n"
        + "Quartz Quartz -\n"
        + "RabbitMQ.Client.Publisher RabbitMQ -\n"
        + "RabbitMQ.Client.Subscriber RabbitMQ +\n"
        + "System.Net.Http HttpMessageHandler -\n"
        + "connector-net MySql -\n";

    private const string Switches =
        "";
}
