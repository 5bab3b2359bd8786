using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DdRun.Viewer.Filters;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Api;

/// <summary>What is new, as it comes: for the page that something is, for scripts the traces themselves.</summary>
internal static class LiveEvents
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a trace must have had no new span to be written: its parts come one by one.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(750);

    /// <summary>Server-sent events, each with the stores' version.</summary>
    public static async Task SendAsync(HttpContext context, Stores stores)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var ended = Ended(context);
        using var timer = new PeriodicTimer(Interval);
        long sent = -1;
        try
        {
            for (var idle = 0; ; idle++)
            {
                if (stores.Version != sent || idle == 40)
                {
                    (sent, idle) = (stores.Version, 0);
                    await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"data: {sent}\n\n"), ended);
                    await context.Response.Body.FlushAsync(ended);
                }

                await timer.WaitForNextTickAsync(ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the view ends.
        }
    }

    /// <summary>Each trace that matches as a line of JSON, from now on.</summary>
    public static async Task FollowAsync(HttpContext context, Stores stores)
    {
        IReadOnlyList<FilterTerm> terms;
        try
        {
            terms = FilterParser.Parse(ApiEndpoints.Text(context.Request, "filter"));
        }
        catch (FilterException exception)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(exception.Message);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        var ended = Ended(context);
        // Before the answer begins: whoever has read its head misses nothing from then on.
        var from = End(stores.Spans);
        try
        {
            await context.Response.Body.FlushAsync(ended);
            await FollowAsync(stores.Spans, from, terms, async line =>
            {
                await context.Response.Body.WriteAsync(line, ended);
                await context.Response.Body.FlushAsync(ended);
            }, ended);
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }

    /// <summary>Writes each trace that matches, once, when no span has come to it for a moment.</summary>
    /// <param name="next">The number of the first trace that is meant.</param>
    public static async Task FollowAsync(SpanStore store, long next, IReadOnlyList<FilterTerm> terms, Func<ReadOnlyMemory<byte>, Task> write, CancellationToken ended)
    {
        var pending = new Dictionary<long, (int Spans, long Since)>();
        using var timer = new PeriodicTimer(Interval);
        var buffer = new ArrayBufferWriter<byte>();
        while (await timer.WaitForNextTickAsync(ended))
        {
            buffer.Clear();
            lock (store.Gate)
            {
                for (next = Math.Max(next, store.Rows.First); next < store.Rows.End; next++)
                    pending[next] = (0, Environment.TickCount64);
                var filter = new SpanFilter(terms, store);
                foreach (var (number, (spans, since)) in pending.ToArray())
                {
                    if (number < store.Rows.First || store.Rows[number].Spans == 0)
                    {
                        pending.Remove(number);
                    }
                    else if (store.Rows[number].Spans != spans)
                    {
                        pending[number] = (store.Rows[number].Spans, Environment.TickCount64);
                    }
                    else if (Environment.TickCount64 - since >= Quiet.TotalMilliseconds)
                    {
                        pending.Remove(number);
                        if (filter.Matches(store.Rows[number]))
                            WriteLine(buffer, store, number);
                    }
                }
            }

            if (buffer.WrittenCount > 0)
                await write(buffer.WrittenMemory);
        }
    }

    /// <summary>The number that the next trace gets.</summary>
    public static long End(SpanStore store)
    {
        lock (store.Gate)
            return store.Rows.End;
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, SpanStore store, long number)
    {
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions.Writer))
            TraceDetail.Write(writer, store, store.Rows[number].TraceId, withTags: true);
        buffer.Write("\n"u8);
    }

    private static CancellationToken Ended(HttpContext context) => CancellationTokenSource.CreateLinkedTokenSource(
        context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping).Token;
}
