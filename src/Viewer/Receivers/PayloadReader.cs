using System.Text.Json;
using DdRun.Viewer.Keep;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Receivers.Otlp;
using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers;

/// <summary>A payload of any kind into the stores.</summary>
internal static class PayloadReader
{
    /// <param name="received">Nanoseconds since 1970: when it came, for those that do not say.</param>
    /// <exception cref="Exception">It is malformed. What stands before the mistake is taken.</exception>
    public static void Take(Stores stores, PayloadKind kind, ReadOnlyMemory<byte> body, long received)
    {
        switch (kind)
        {
            case PayloadKind.TracesV04:
                new TraceReader(stores.Spans, body).ReadV04();
                break;
            case PayloadKind.TracesV05:
                new TraceReader(stores.Spans, body).ReadV05();
                break;
            case PayloadKind.OtlpTraces:
                OtlpTraces.Take(TraceExport.Parser.ParseFrom(body.Span), stores.Spans);
                break;
            case PayloadKind.OtlpMetrics:
                OtlpMetrics.Take(MetricExport.Parser.ParseFrom(body.Span), stores.Metrics);
                break;
            case PayloadKind.OtlpLogs:
                OtlpLogs.Take(LogExport.Parser.ParseFrom(body.Span), stores.Logs);
                break;
            case PayloadKind.OtlpTracesJson or PayloadKind.OtlpMetricsJson or PayloadKind.OtlpLogsJson:
                using (var document = JsonDocument.Parse(body, OtlpJson.Options))
                    TakeJson(stores, kind, document.RootElement);
                break;
            case PayloadKind.DogStatsd:
                for (var bad = StatsdLine.Take(body.Span, stores.Metrics, received); bad > 0; bad--)
                    stores.CountMalformed();
                break;
            default:
                throw new FormatException($"payloads of kind {kind} are not known");
        }
    }

    /// <summary>The same; what cannot be read is counted.</summary>
    public static void TryTake(Stores stores, PayloadKind kind, ReadOnlyMemory<byte> body, long received)
    {
        try
        {
            Take(stores, kind, body, received);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            stores.CountMalformed();
        }
    }

    private static void TakeJson(Stores stores, PayloadKind kind, JsonElement json)
    {
        if (kind == PayloadKind.OtlpTracesJson)
            OtlpTraces.Take(OtlpJson.Traces(json), stores.Spans);
        else if (kind == PayloadKind.OtlpMetricsJson)
            OtlpMetrics.Take(OtlpJson.Metrics(json), stores.Metrics);
        else
            OtlpLogs.Take(OtlpJson.Logs(json), stores.Logs);
    }
}
