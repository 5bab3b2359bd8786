namespace DdRun.Viewer.Filters;

internal enum FilterField
{
    /// <summary>Free text: in the service, name, resource or any tag's value.</summary>
    Text,
    Service,
    Name,
    Resource,
    Type,
    /// <summary>error or ok.</summary>
    Status,
    /// <summary>Of the span, in nanoseconds.</summary>
    Duration,
    /// <summary>Number of spans in the trace.</summary>
    Spans,
    TraceId,
    /// <summary>The id of the run.</summary>
    Run,
    /// <summary>Spans without a parent.</summary>
    Root,
    Tag,
}
