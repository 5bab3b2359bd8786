using DdRun;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Metered;

internal static class Work
{
    public static async Task Do(Dictionary<string, int> work)
    {
        for (var i = 0; i < work.GetValueOrDefault("gen2"); i++)
            GC.Collect(2);
        for (var i = 0; i < work.GetValueOrDefault("gen1"); i++)
            GC.Collect(1);
        for (var i = 0; i < work.GetValueOrDefault("gen0"); i++)
            GC.Collect(0);
        for (var i = 0; i < work.GetValueOrDefault("soldout"); i++)
            Throw(new SoldOutException());
        for (var i = 0; i < work.GetValueOrDefault("format"); i++)
            Throw(new FormatException());
        for (var i = 0; i < work.GetValueOrDefault("increments"); i++)
            Statsd.Default.Increment("metered.calls", tags: ["from:app"]);
        for (var i = 0; i < work.GetValueOrDefault("spans"); i++)
            Tracer.Trace("work").Finish();
        Contend(work.GetValueOrDefault("contended"));
        if (work.GetValueOrDefault("requests") > 0)
            await Serve(work["requests"], work.GetValueOrDefault("failing"));
    }

    private static void Throw(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught) when (caught == exception)
        {
        }
    }

    private static void Contend(int times)
    {
        var prize = new object();
        for (var i = 0; i < times; i++)
        {
            // Nothing but spinning: events have locks of their own, and those may be contended as well.
            var near = 0;
            var rival = new Thread(() =>
            {
                Volatile.Write(ref near, 1);
                lock (prize)
                {
                }
            });
            lock (prize)
            {
                rival.Start();
                SpinWait.SpinUntil(() => Volatile.Read(ref near) == 1);
                SpinWait.SpinUntil(() => rival.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            }
            rival.Join();
        }
    }

    private static async Task Serve(int requests, int failing)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/works", () => "fine");
        app.MapGet("/fails", () => Results.StatusCode(503));
        app.MapGet("/missing", () => Results.NotFound());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        for (var i = 0; i < requests; i++)
            (await client.GetAsync(i < failing ? "/fails" : i % 2 == 0 ? "/works" : "/missing")).Dispose();
        client.Dispose();
        await app.StopAsync();
    }
}
