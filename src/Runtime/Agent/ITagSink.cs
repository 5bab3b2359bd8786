namespace DdRun.Agent;

/// <summary>Where an encoder wants a span's tags.</summary>
internal interface ITagSink
{
    void Text(string key, string value);

    void Number(string key, double value);
}
