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
        using var server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).Build());
        await server.StartAsync();
        var message = new MqttApplicationMessageBuilder().WithTopic("orders/7/new").WithPayload("ham").WithUserProperty("own", "value"u8.ToArray()).Build();
        await Exchange(port, MqttProtocolVersion.V500, message);
        await Exchange(port, MqttProtocolVersion.V500, message);
        await Exchange(port, MqttProtocolVersion.V311, new MqttApplicationMessageBuilder().WithTopic("orders/8/new").WithPayload("rye").Build());
        Console.WriteLine(message.UserProperties.Count);
        await server.StopAsync();
    }

    private static async Task Exchange(int port, MqttProtocolVersion version, MqttApplicationMessage message)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += args =>
        {
            received.TrySetResult($"{args.ApplicationMessage.Topic}: {args.ApplicationMessage.ConvertPayloadToString()}");
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).Build());
        await client.SubscribeAsync("orders/#");
        await client.PublishAsync(message);
        Console.WriteLine(await received.Task);
        await client.DisconnectAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
