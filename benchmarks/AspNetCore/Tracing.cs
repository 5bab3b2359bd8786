namespace DdRun.Benchmarks.AspNetCore;

/// <summary>Who traces a server, and where to.</summary>
internal enum Tracing
{
    Plain,

    /// <summary>Under <c>dd-run</c>, to a Datadog agent.</summary>
    ToAgent,

    /// <summary>Under <c>dd-run</c>, by OTLP.</summary>
    ByOtlp,

    /// <summary>Under <c>dd-run --local --ui</c>, to the viewer, which has its work on the same processors.</summary>
    OnPage,

    /// <summary>The OpenTelemetry SDK with its instrumentation of ASP.NET Core, by OTLP.</summary>
    OpenTelemetry,
}
