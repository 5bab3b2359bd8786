namespace DdRun.Benchmarks.AspNetCore;

/// <summary>Who traces a server, and where to.</summary>
internal enum Tracing
{
    Plain,

    /// <summary>Under <c>dd-run</c>, to a Datadog agent.</summary>
    ToAgent,

    /// <summary>Under <c>dd-run</c>, by OTLP.</summary>
    ByOtlp,

    /// <summary>The OpenTelemetry SDK with its instrumentation of ASP.NET Core, by OTLP.</summary>
    OpenTelemetry,
}
