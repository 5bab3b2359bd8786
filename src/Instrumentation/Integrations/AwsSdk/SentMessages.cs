namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What goes to a queue.</summary>
internal sealed class SentMessages() : SentAttributes("AwsSqs", "Entries")
{
    protected override void Fill(object attribute, string context)
    {
        Set(attribute, "DataType", "String");
        Set(attribute, "StringValue", context);
    }
}
