using System.Diagnostics;
using DdRun.Hosting;
using DdRun.Testing.Services;
using DdRun.Tracing;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace DdRun.Integrations.Tests.AspNetCore;

/// <summary>What a request starts and leaves running.</summary>
public class LeakTests : TracedProcess
{
    private readonly SemaphoreSlim _ended = new(0);
    private readonly TaskCompletionSource<ulong> _parentOfTimer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WeakReference? _span;
    private Task<ulong>? _loop;
    private Timer? _timer;

    public LeakTests() => Shop.Logs = false;

    [Fact]
    public async Task A_loop_and_a_timer_keep_neither_the_request_nor_its_trace()
    {
        await using var shop = await Shop.Start(app => app.MapGet("/starts", Begin));
        await Request(shop, "/starts");
        await Task.Run(AssertForgotten);
        _ended.Release(2);
        _timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Equal(0ul, await _loop!);
        Assert.Equal(0ul, await _parentOfTimer.Task);
        await _timer.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_keeps_neither_the_request_that_opened_it_nor_its_trace()
    {
        await using var back = await Shop.Start();
        using var client = new HttpClient { BaseAddress = back.Client.BaseAddress };
        await using var shop = await Shop.Start(app => app.MapGet("/asks", () =>
        {
            Remember();
            return client.GetStringAsync("/hello");
        }));
        await Request(shop, "/asks");
        await Task.Run(AssertForgotten);
        Assert.Equal("hello", await client.GetStringAsync("/hello"));
    }

    [PostgresFact]
    public async Task A_pool_of_connections_keeps_neither_the_request_that_filled_it_nor_its_trace()
    {
        using var server = await PostgresServer.Start();
        // Idle connections are looked after by a timer, which the first connection starts.
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var connection = await Task.Run(() => Ask(source));
        await Task.Run(AssertForgotten);
        Assert.Equal(connection, await ConnectionOf(source));
    }

    [Fact]
    public async Task A_connection_that_a_request_opened_serves_others_without_its_span()
    {
        await using var back = await Shop.Start();
        using var client = new HttpClient { BaseAddress = back.Client.BaseAddress };
        // For which the handler sends a context by itself: nothing is woven here.
        using (new Activity("asks").Start())
        using (Tracer.Trace("first"))
            await client.GetStringAsync("/child");
        using (new Activity("asks").Start())
        using (Tracer.Trace("second"))
            await client.GetStringAsync("/child");
        var second = await Span("second");
        var spans = await Finished.WaitFor(all => all.Count(span => span.TraceId == second.TraceId) == 4, "four spans of the second trace");
        Assert.Equal(4, spans.Count(span => span.TraceId != second.TraceId));
    }

    // Apart, so that no frame of the test holds the span.
    private async Task<string> Request(Shop shop, string path)
    {
        var answer = await shop.Client.GetStringAsync(path);
        await Span("aspnet_core.request");
        return answer;
    }

    private async Task<string> Ask(NpgsqlDataSource source)
    {
        using (Tracer.Trace("request"))
        {
            Remember();
            return await ConnectionOf(source);
        }
    }

    private static async Task<string> ConnectionOf(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT pg_backend_pid()");
        return $"{await command.ExecuteScalarAsync()}";
    }

    private void Remember() => _span = new WeakReference(Tracer.CurrentSpan);

    // To be run on its own: below a test's frame there may be those in which the request ended.
    private void AssertForgotten()
    {
        // The recorder of the test holds spans too.
        ProcessTracer.Current = new TracerCore(Configuration.Settings.Current, new Forgetful());
        Forget();
        for (var i = 0; i < 20 && _span!.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(_span!.IsAlive);
    }

    private string Begin()
    {
        Remember();
        _timer = new Timer(_ => _parentOfTimer.TrySetResult(ParentOfNew()));
        _loop = Task.Run(async () =>
        {
            await _ended.WaitAsync();
            return ParentOfNew();
        });
        return "started";
    }

    private static ulong ParentOfNew()
    {
        using var later = Tracer.Trace("later");
        return later.ParentId;
    }

    private sealed class Forgetful : ITraceWriter
    {
        public void Write(Span first, Span last, int count, int weight)
        {
        }
    }
}

/// <summary>The same in a service with a log, whose host makes activities.</summary>
public sealed class LoggedLeakTests : LeakTests
{
    public LoggedLeakTests() => Shop.Logs = true;
}
