namespace DdRun.Configuration;

/// <summary>Where exceptions of spans go by OTLP.</summary>
internal enum ExceptionSignal
{
    /// <summary>Events of their spans.</summary>
    Spans,

    /// <summary>Log records.</summary>
    Logs,

    Both,
}
