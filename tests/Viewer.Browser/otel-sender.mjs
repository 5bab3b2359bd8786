// A program of another language with the OpenTelemetry SDK, which calls a program of ours; the receiver and what to call are arguments.
import { logs, metrics, SeverityNumber, trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';

const [url, to] = process.argv.slice(2);
// Traces and metrics as Protobuf, log records as JSON.
const sdk = new NodeSDK({
  serviceName: 'node-otel',
  traceExporter: new OTLPTraceExporter({ url: `${url}/v1/traces` }),
  metricReaders: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: `${url}/v1/metrics` }) })],
  logRecordProcessors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${url}/v1/logs` }) })],
  instrumentations: [new UndiciInstrumentation()],
});
sdk.start();
await trace.getTracer('kitchen').startActiveSpan('lunch', async (span) => {
  await (await fetch(to)).text();
  metrics.getMeter('kitchen').createCounter('node.lunches').add(3, { kind: 'blt' });
  logs.getLogger('kitchen').emit({ severityNumber: SeverityNumber.WARN, severityText: 'WARN', body: 'lunch is late', attributes: { minutes: 5 } });
  span.end();
});
await sdk.shutdown();
