using System.Text;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What goes to a topic: as bytes, because a text that is JSON could keep a subscription's filter from understanding the message.</summary>
internal sealed class SentNotifications() : SentAttributes("AwsSns", "PublishBatchRequestEntries")
{
    protected override void Fill(object attribute, string context)
    {
        Set(attribute, "DataType", "Binary");
        Set(attribute, "BinaryValue", new MemoryStream(Encoding.UTF8.GetBytes(context)));
    }
}
