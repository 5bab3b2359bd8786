using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What goes into a stream: the context is a member of the record's data, where they are JSON, and of the first record of several.</summary>
internal sealed class SentRecords() : SentRequest("AwsKinesis", "Records")
{
    private const string Data = "Data";

    private const int MostBytes = 1024 * 1024;

    private readonly PropertyReader<MemoryStream> _data = new(Data);

    protected override int MostEntries => 1;

    // The library writes the whole stream out, wherever it stands.
    protected override object? WithContext(object message, Span span)
    {
        if (_data.Read(message) is not { Length: < MostBytes } data)
            return null;
        var bytes = data.TryGetBuffer(out var buffer) ? buffer : data.ToArray();
        if (JsonMember.Put(bytes, ReceivedContext.Name, JsonContext.Write(span)) is not { Length: <= MostBytes } with)
            return null;
        var copy = PrivateCopy.Of(message);
        copy.GetType().GetProperty(Data)!.SetValue(copy, new MemoryStream(with, 0, with.Length, writable: false, publiclyVisible: true));
        return copy;
    }
}
