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
        var endpoints = ByPath(stores, Take);
        endpoints["/telemetry/proxy/{**path}"] = Payload.Take(stores, (context, _) => Answer(context, Empty));
        foreach (var (path, answer) in endpoints)
            app.MapMethods(path, path == "/info" ? [HttpMethods.Get] : [HttpMethods.Put, HttpMethods.Post], answer);

        void Take(PayloadKind kind, ReadOnlyMemory<byte> body)
        {
            if (body.IsEmpty)
                return;
            PayloadReader.Take(stores, kind, body, Clock.Now);
            keeper?.Add(kind, body.Span);
        }
    }

    /// <summary>What is answered at each path.</summary>
    /// <param name="take">Takes a payload of traces; throws when it is malformed.</param>
    public static Dictionary<string, RequestDelegate> ByPath(Stores stores, Action<PayloadKind, ReadOnlyMemory<byte>> take)
    {
        return new()
        {
            ["/info"] = context => Answer(context, Info),
            ["/v0.4/traces"] = Traces(PayloadKind.TracesV04),
            ["/v0.5/traces"] = Traces(PayloadKind.TracesV05),
            // Counted from the spans themselves: the sender's own sums are taken and not needed.
            ["/v0.6/stats"] = Payload.Take(stores, (context, _) => Answer(context, Empty)),
        };

        RequestDelegate Traces(PayloadKind kind) => Payload.Take(stores, (context, body) =>
        {
            take(kind, body);
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
