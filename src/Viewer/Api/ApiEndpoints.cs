using System.Globalization;
using System.Text;
using System.Text.Json;
using DdRun.Viewer.Cli;
using DdRun.Viewer.Exchange;
using DdRun.Viewer.Filters;
using DdRun.Viewer.Keep;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Receivers;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Api;

/// <summary>The API that the page uses and that scripts may; <c>/api/openapi.json</c> describes it.</summary>
internal static class ApiEndpoints
{
    private const int MaxLimit = 10_000;

    public static void Map(WebApplication app, Stores stores, StatsdListener[] statsd, PayloadKeeper? keeper)
    {
        var spans = stores.Spans;
        Get("/api/status", (_, writer) => StatusReport.Write(writer, stores, statsd));
        app.MapGet("/api/traces", Own(context => Text(context.Request, "follow") == "true"
            ? LiveEvents.FollowAsync(context, stores)
            : AnswerAsync(context, (request, writer) =>
            {
                TraceList.Write(writer, Query(request), Number(request, "offset") ?? 0, Limit(request));
                return true;
            })));
        Get("/api/histogram", (request, writer) =>
            TraceList.WriteHistogram(writer, Query(request), Count(request, "columns", standard: 80, least: 1, most: 400)));
        Get("/api/groups", (request, writer) => TraceList.WriteGroups(writer, Query(request), Text(request, "by") ?? "resource"));
        Get("/api/services", (request, writer) => ServiceReport.Write(writer, Query(request)));
        Get("/api/metrics", (request, writer) =>
        {
            if (Text(request, "name") is { } names)
            {
                MetricReport.WriteSeries(
                    writer, stores.Metrics, names.Split(',', 100), Text(request, "service"), Text(request, "runtimeId"), (Number(request, "from") ?? 0) / 1_000_000_000);
            }
            else
            {
                MetricReport.WriteNames(writer, stores.Metrics);
            }
        });
        Get("/api/logs", (request, writer) => LogReport.Write(
            writer, stores.Logs, Text(request, "traceId") is { } id ? ParseId(id) : 0, Text(request, "filter"), Text(request, "level"), Text(request, "service"),
            (int)(Number(request, "offset") ?? 0), Limit(request)));
        Get("/api/runs", (_, writer) => RunReport.Write(writer, spans));
        Find("/api/runs/compare", (request, writer) =>
        {
            Run? left, right;
            lock (spans.Gate)
                (left, right) = (spans.Runs.Find(Text(request, "left") ?? ""), spans.Runs.Find(Text(request, "right") ?? ""));
            if (left is null || right is null)
                return false;
            RunReport.WriteComparison(writer, spans, left, right);
            return true;
        });
        Get("/api/methods", (_, writer) => RunReport.WriteMethods(writer, spans));
        Get("/api/completion", (request, writer) => Completion.Write(writer, spans, Text(request, "word") ?? ""));
        Find("/api/traces/{traceId}", (request, writer) =>
            TraceDetail.Write(writer, spans, ParseId((string)request.RouteValues["traceId"]!), Text(request, "tags") != "false"));
        Find("/api/traces/{traceId}/spans/{spanId}", (request, writer) => TraceDetail.WriteSpan(
            writer, spans, ParseId((string)request.RouteValues["traceId"]!), ParseId((string)request.RouteValues["spanId"]!)));
        app.MapGet("/api/export", Own(ExportAsync));
        app.MapPost("/api/import", Own(async context =>
        {
            try
            {
                var spans = Import.Take(stores, await Payload.ReadAsync(context), keeper);
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"spans\":{spans}}}"), context.RequestAborted);
            }
            catch (BadHttpRequestException exception)
            {
                context.Response.StatusCode = exception.StatusCode;
                await WriteProblemAsync(context, exception.Message, 0);
            }
            catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
            {
                stores.CountMalformed();
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await WriteProblemAsync(context, exception.Message, 0);
            }
        }));
        app.MapGet("/api/events", Own(context => LiveEvents.SendAsync(context, stores)));
        app.MapPost("/api/clear", Own(context =>
        {
            stores.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        app.MapPost("/api/runs/name", Own(async context =>
        {
            lock (spans.Gate)
            {
                if (spans.Runs.Find(Text(context.Request, "id") ?? "") is not { } run)
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                else
                    run.Name = Text(context.Request, "name") is { Length: <= 200 } name ? name : null;
            }

            await context.Response.CompleteAsync();
        }));
        app.MapGet("/api/openapi.json", Own(async context =>
        {
            context.Response.ContentType = "application/json";
            await using var document = typeof(ApiEndpoints).Assembly.GetManifestResourceStream("openapi.json")!;
            await document.CopyToAsync(context.Response.Body);
        }));

        // Whoever mistypes one of the above wants to know, and has no use for the page.
        app.Map("/api/{**path}", Own(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "application/json";
            return WriteProblemAsync(context, "there is no such path; /api/openapi.json describes those that there are", 0);
        }));

        async Task ExportAsync(HttpContext context)
        {
            try
            {
                var name = Text(context.Request, "format") ?? "otlp";
                var format = ExportFormats.Parse(name) ?? throw new FormatException($"'format' is otlp or datadog and not '{name}'");
                var numbers = Text(context.Request, "traceId") is { } id
                    ? Numbers(ParseId(id))
                    : Export.Find(Query(context.Request), Count(context.Request, "limit", standard: MaxLimit, least: 0, MaxLimit));
                context.Response.ContentType = "application/json";
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Headers.ContentDisposition = $"attachment; filename=\"traces.{name.ToLowerInvariant()}.json\"";
                await Export.WriteAsync(context.Response.BodyWriter, spans, numbers, format, context.RequestAborted);
            }
            catch (FilterException exception)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await WriteProblemAsync(context, exception.Message, exception.Position);
            }
            catch (FormatException exception)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await WriteProblemAsync(context, exception.Message, 0);
            }
        }

        List<long> Numbers(ulong traceId)
        {
            lock (spans.Gate)
                return spans.TryFind(traceId, out var number) ? [number] : [];
        }

        TraceQuery Query(HttpRequest request) => new(
            spans, Text(request, "filter"),
            new(Number(request, "from") ?? long.MinValue, Number(request, "to") ?? long.MaxValue),
            Number(request, "minDuration") ?? 0, Number(request, "maxDuration") ?? long.MaxValue, Number(request, "until") ?? long.MaxValue);

        void Find(string path, Func<HttpRequest, Utf8JsonWriter, bool> write) => app.MapGet(path, Own(context => AnswerAsync(context, write)));

        void Get(string path, Action<HttpRequest, Utf8JsonWriter> write) => Find(path, (request, writer) =>
        {
            write(request, writer);
            return true;
        });
    }

    /// <summary>A number of 16 or 32 hex digits, or up to 20 decimal ones: the lower half, by which traces are found.</summary>
    public static ulong ParseId(string text)
    {
        if (text.Length is 16 or 32 && ulong.TryParse(text.AsSpan()[^16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return hex;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <param name="write">False when there is no such thing.</param>
    public static async Task AnswerAsync(HttpContext context, Func<HttpRequest, Utf8JsonWriter, bool> write)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            // Into memory first: nobody waits under the store's gate for a slow reader.
            var buffer = new System.Buffers.ArrayBufferWriter<byte>(16 * 1024);
            bool found;
            await using (var writer = new Utf8JsonWriter(buffer, JsonOptions.Writer))
                found = write(context.Request, writer);
            if (!found)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await WriteProblemAsync(context, "there is no such thing here, or no longer", 0);
                return;
            }

            context.Response.ContentLength = buffer.WrittenCount;
            await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
        }
        catch (FilterException exception)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteProblemAsync(context, exception.Message, exception.Position);
        }
        catch (FormatException exception)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteProblemAsync(context, exception.Message, 0);
        }
    }

    public static async Task WriteProblemAsync(HttpContext context, string message, int position)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer, JsonOptions.Writer))
        {
            writer.WriteStartObject();
            writer.WriteString("error"u8, message);
            writer.WriteNumber("position"u8, position);
            writer.WriteEndObject();
        }

        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    // Only on the page's port: who sends traces needs no token, and gets nothing to read.
    public static RequestDelegate Own(RequestDelegate serve) => context =>
    {
        if (context.Items["page"] is true)
            return serve(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    public static string? Text(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } value] ? value : null;

    private static long? Number(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' is a whole number and not '{text}'");
    }

    private static int Count(HttpRequest request, string name, int standard, int least, int most) => Number(request, name) switch
    {
        null => standard,
        { } number when number >= least => (int)Math.Min(number, most),
        { } number => throw new FormatException($"'{name}' is at least {least} and not {number}"),
    };

    private static int Limit(HttpRequest request) => Count(request, "limit", standard: 100, least: 0, MaxLimit);
}
