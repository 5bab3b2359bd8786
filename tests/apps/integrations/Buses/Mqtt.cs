using System.Net;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace Buses;

/// <summary>A broker and its clients, of the protocol's versions 5 and 3.</summary>
internal static class Mqtt
{
    public static async Task Run()
    {
        var port = FreePort();
        using var server = await Start(port);
        var message = new MqttApplicationMessageBuilder().WithTopic("orders/7/new").WithPayload("ham").WithUserProperty("own", "value"u8.ToArray()).Build();
        await Exchange(port, MqttProtocolVersion.V500, message);
        await Exchange(port, MqttProtocolVersion.V500, message);
        await Exchange(port, MqttProtocolVersion.V311, new MqttApplicationMessageBuilder().WithTopic("orders/8/new").WithPayload("rye").Build());
        Console.WriteLine(message.UserProperties.Count);
        await server.StopAsync();
    }

    /// <summary>One process has the broker, and receives.</summary>
    public static async Task Receive()
    {
        var port = FreePort();
        using var server = await Start(port);
        using var client = new MqttClientFactory().CreateMqttClient();
        var received = Listen(client);
        await Connect(client, port, MqttProtocolVersion.V500);
        await client.SubscribeAsync("orders/#");
        Console.WriteLine($"ready {port}");
        Console.WriteLine(await received);
        await client.DisconnectAsync();
        await server.StopAsync();
    }

    /// <summary>Another one sends.</summary>
    public static async Task Send(int port)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await Connect(client, port, MqttProtocolVersion.V500);
        await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic("orders/7/new").WithPayload("ham").Build());
        await Console.In.ReadToEndAsync();
    }

    private static async Task Exchange(int port, MqttProtocolVersion version, MqttApplicationMessage message)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var received = Listen(client);
        await Connect(client, port, version);
        await client.SubscribeAsync("orders/#");
        await client.PublishAsync(message);
        Console.WriteLine(await received);
        await client.DisconnectAsync();
    }

    private static async Task<MqttServer> Start(int port)
    {
        var server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).Build());
        await server.StartAsync();
        return server;
    }

    private static Task<string> Listen(IMqttClient client)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += args =>
        {
            received.TrySetResult($"{args.ApplicationMessage.Topic}: {args.ApplicationMessage.ConvertPayloadToString()}");
            return Task.CompletedTask;
        };
        return received.Task;
    }

    private static Task Connect(IMqttClient client, int port, MqttProtocolVersion version) =>
        client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).Build());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
