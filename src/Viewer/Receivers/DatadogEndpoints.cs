using DdRun.Viewer.Keep;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers;

/// <summary>What a tracer expects of an agent.</summary>
internal static class DatadogEndpoints
{
    private static readonly byte[] Info =
        """{"version":"7.70.0","endpoints":["/v0.4/traces","/v0.5/traces","/v0.6/stats","/info"],"client_drop_p0s":false,"span_events":true,"span_meta_structs":false,"feature_flags":[],"config":{"statsd_port":8125}}"""u8.ToArray();

    private static readonly byte[] Rates = """{"rate_by_service":{}}"""u8.ToArray();

    private static readonly byte[] Empty = "{}"u8.ToArray();

    public static void Map(WebApplication app, Stores stores, PayloadKeeper? keeper)
    {
        app.MapGet("/info", context => Answer(context, Info));
        foreach (var method in (string[])["PUT", "POST"])
        {
            app.MapMethods("/v0.4/traces", [method], Traces(PayloadKind.TracesV04));
            app.MapMethods("/v0.5/traces", [method], Traces(PayloadKind.TracesV05));
            // Counted from the spans themselves: the sender's own sums are taken and not needed.
            app.MapMethods("/v0.6/stats", [method], Payload.Take(stores, (context, _) => Answer(context, Empty)));
            app.MapMethods("/telemetry/proxy/{**path}", [method], Payload.Take(stores, (context, _) => Answer(context, Empty)));
        }

        RequestDelegate Traces(PayloadKind kind) => Payload.Take(stores, (context, body) =>
        {
            if (!body.IsEmpty)
            {
                PayloadReader.Take(stores, kind, body, Clock.Now);
                keeper?.Add(kind, body.Span);
            }

            return Answer(context, Rates);
        });
    }

    private static Task Answer(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json).AsTask();
    }
}
