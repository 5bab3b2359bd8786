namespace DdRun.Agent;

/// <summary>Where an encoder wants a span's tags.</summary>
internal interface ITagSink
{
    /// <summary>How many tags were written.</summary>
    int Count { get; set; }

    /// <summary>The row of tags that traces have alike.</summary>
    RepeatedTags Repeated { get; }

    void Text(string key, string value);

    void Number(string key, double value);
}
