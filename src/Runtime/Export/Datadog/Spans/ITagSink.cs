using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

/// <summary>Where an encoder wants a span's tags.</summary>
internal interface ITagSink
{
    /// <summary>How many tags were written.</summary>
    int Count { get; set; }

    /// <summary>The row of tags that traces have alike.</summary>
    RepeatedTags Repeated { get; }

    /// <summary>The row of tags that spans share.</summary>
    RepeatedTags RepeatedOf(SharedTags shared);

    void Text(string key, string value);

    void Number(string key, double value);
}
