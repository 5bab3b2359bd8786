using DdRun.Viewer.Keep;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers;

/// <summary>OTLP over HTTP, as Protobuf and as JSON.</summary>
internal static class OtlpEndpoints
{
    private const string Protobuf = "application/x-protobuf", Json = "application/json";

    public static void Map(WebApplication app, Stores stores, PayloadKeeper? keeper)
    {
        app.MapPost("/v1/traces", Take(PayloadKind.OtlpTraces, PayloadKind.OtlpTracesJson));
        app.MapPost("/v1/metrics", Take(PayloadKind.OtlpMetrics, PayloadKind.OtlpMetricsJson));
        app.MapPost("/v1/logs", Take(PayloadKind.OtlpLogs, PayloadKind.OtlpLogsJson));

        RequestDelegate Take(PayloadKind protobuf, PayloadKind json) => Payload.Take(stores, async (context, body) =>
        {
            var type = context.Request.ContentType?.Split(';')[0].Trim();
            if (type is not (Protobuf or Json))
            {
                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return;
            }

            var kind = type == Json ? json : protobuf;
            PayloadReader.Take(stores, kind, body, Clock.Now);
            keeper?.Add(kind, body.Span);
            // An empty message says that everything was taken.
            context.Response.ContentType = type;
            if (type == Json)
                await context.Response.WriteAsync("{}");
            else
                context.Response.ContentLength = 0;
        });
    }
}
