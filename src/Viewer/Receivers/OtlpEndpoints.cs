using System.Text.Json;
using DdRun.Viewer.Receivers.Otlp;
using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers;

/// <summary>OTLP over HTTP, as Protobuf and as JSON.</summary>
internal static class OtlpEndpoints
{
    private const string Protobuf = "application/x-protobuf", Json = "application/json";

    public static void Map(WebApplication app, Stores stores)
    {
        app.MapPost("/v1/traces", Take(body => OtlpTraces.Take(TraceExport.Parser.ParseFrom(body.Span), stores.Spans), json => OtlpTraces.Take(OtlpJson.Traces(json), stores.Spans)));
        app.MapPost("/v1/metrics", Take(body => OtlpMetrics.Take(MetricExport.Parser.ParseFrom(body.Span), stores.Metrics), json => OtlpMetrics.Take(OtlpJson.Metrics(json), stores.Metrics)));
        app.MapPost("/v1/logs", Take(body => OtlpLogs.Take(LogExport.Parser.ParseFrom(body.Span), stores.Logs), json => OtlpLogs.Take(OtlpJson.Logs(json), stores.Logs)));

        RequestDelegate Take(Action<ReadOnlyMemory<byte>> protobuf, Action<JsonElement> json) => Payload.Take(stores, async (context, body) =>
        {
            switch (context.Request.ContentType?.Split(';')[0].Trim())
            {
                case Protobuf:
                    protobuf(body);
                    // An empty message says that everything was taken.
                    context.Response.ContentType = Protobuf;
                    context.Response.ContentLength = 0;
                    break;
                case Json:
                    using (var document = JsonDocument.Parse(body, OtlpJson.Options))
                        json(document.RootElement);
                    context.Response.ContentType = Json;
                    await context.Response.WriteAsync("{}");
                    break;
                default:
                    context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                    break;
            }
        });
    }
}
