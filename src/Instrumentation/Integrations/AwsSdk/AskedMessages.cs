using System.Collections;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>Who asks a queue for messages gets the attributes that he names: ours is one more.</summary>
internal sealed class AskedMessages : ILender
{
    private const string Names = "MessageAttributeNames";

    private readonly PropertyReader<IList> _names = new(Names);

    public object? Lend(object? value, object? other)
    {
        if (value?.GetType().GetProperty(Names) is not { } property)
            return null;
        var asked = new List<string> { ReceivedContext.Name };
        foreach (var name in _names.Read(value) ?? Array.Empty<string>())
        {
            if (name is ReceivedContext.Name or "All" or ".*")
                return null;
            asked.Add((string)name!);
        }
        var copy = PrivateCopy.Of(value);
        property.SetValue(copy, asked);
        return copy;
    }
}
