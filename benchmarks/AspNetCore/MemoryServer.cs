using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DdRun.Benchmarks.AspNetCore;

/// <summary>The service of <see cref="Hello"/> and its only client in one process, without a network: processor time and bytes of one request.</summary>
internal static class MemoryServer
{
    public const string Verb = "memory";

    private const int Warmup = 300_000, Requests = 50_000, Batch = 50, Samples = 12;

    private static readonly byte[] s_request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nUser-Agent: benchmark\r\n\r\n"u8.ToArray();

    /// <summary>Medians over some thousands of requests in a process of its own.</summary>
    public static async Task<(double Nanoseconds, double Bytes)> Measure(bool traced, string agent)
    {
        using var process = Server.Run(traced, agent, Verb);
        List<(double Nanoseconds, double Bytes)> costs = [];
        while (costs.Count < Samples)
        {
            await process.StandardInput.WriteLineAsync();
            var cost = (await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended.")).Split(' ');
            costs.Add((double.Parse(cost[0], CultureInfo.InvariantCulture), double.Parse(cost[1], CultureInfo.InvariantCulture)));
        }
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (costs.Select(cost => cost.Nanoseconds).Order().ElementAt(Samples / 2), costs.Select(cost => cost.Bytes).Order().ElementAt(Samples / 2));
    }

    /// <summary>Answers each line of the input with what <see cref="Requests"/> requests took.</summary>
    public static async Task Serve()
    {
        var connections = new MemoryConnections();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IConnectionListenerFactory>(connections);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/hello", () => "hello");
        await app.StartAsync();
        var client = connections.Connect();
        await Ask(client, Warmup);
        while (await Console.In.ReadLineAsync() is not null)
        {
            var (bytes, processor) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            await Ask(client, Requests);
            processor = Environment.CpuUsage.TotalTime - processor;
            bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{processor.TotalNanoseconds / Requests} {(double)bytes / Requests}"));
        }
        await app.StopAsync();
    }

    // In batches: waking each other costs more than a request.
    private static async Task Ask(IDuplexPipe client, int requests)
    {
        var answer = 0L;
        for (var done = 0; done < requests;)
        {
            var batch = answer == 0 ? 1 : Batch;
            for (var i = 0; i < batch; i++)
                client.Output.Write(s_request);
            await client.Output.FlushAsync();
            var read = 0L;
            do
            {
                var result = await client.Input.ReadAsync();
                read += result.Buffer.Length;
                client.Input.AdvanceTo(result.Buffer.End);
            }
            while (read < batch * answer);
            answer = read / batch;
            done += batch;
        }
    }
}
