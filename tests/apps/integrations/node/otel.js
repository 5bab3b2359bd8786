// OpenTelemetry as its documentation sets it up; spans are printed one a line.
const { NodeSDK, tracing } = require('@opentelemetry/sdk-node')
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http')

class Printer {
  export (spans, done) {
    for (const span of spans) {
      const { traceId, spanId } = span.spanContext()
      console.log('span ' + JSON.stringify({ name: span.name, kind: span.kind, traceId, spanId, parentSpanId: span.parentSpanContext?.spanId }))
    }
    done({ code: 0 })
  }

  async shutdown () {}
}

new NodeSDK({
  spanProcessors: [new tracing.SimpleSpanProcessor(new Printer())],
  instrumentations: [new HttpInstrumentation()]
}).start()
