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

    private static int s_answerLength;

    /// <summary>Medians over some thousands of requests in a process of its own.</summary>
    public static async Task<(double Nanoseconds, double Bytes)> Measure(Tracing tracing, string agent)
    {
        using var process = Server.Run(tracing, agent, Verb);
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
        s_answerLength = await MeasureAnswer(client);
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

    // In batches: waking each other costs more than a request. All answers are of the same length.
    private static async Task Ask(IDuplexPipe client, int requests)
    {
        for (var done = 0; done < requests; done += Batch)
        {
            for (var i = 0; i < Batch; i++)
                client.Output.Write(s_request);
            await client.Output.FlushAsync();
            for (var left = s_answerLength * Batch; left > 0;)
            {
                var result = await client.Input.ReadAsync();
                left -= (int)result.Buffer.Length;
                client.Input.AdvanceTo(result.Buffer.End);
            }
        }
    }

    private static async Task<int> MeasureAnswer(IDuplexPipe client)
    {
        await client.Output.WriteAsync(s_request);
        while (true)
        {
            var result = await client.Input.ReadAsync();
            var answer = result.Buffer.ToArray();
            var whole = answer.AsSpan().EndsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"u8) || answer.AsSpan().EndsWith("\r\n\r\nhello"u8);
            client.Input.AdvanceTo(whole ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
            if (whole)
                return answer.Length;
        }
    }
}
