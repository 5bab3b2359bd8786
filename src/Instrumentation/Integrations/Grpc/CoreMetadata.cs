using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>The metadata that go out with a call of Grpc.Core: a list of its own, as programs use one for many calls.</summary>
internal sealed class CoreMetadata : ILender
{
    private MetadataList? _known;

    public object? Lend(object? value, object? other)
    {
        if (CoreCalls.Current is not { } call)
            return null;
        var list = Volatile.Read(ref _known);
        if (list is null)
        {
            if ((value?.GetType() ?? MetadataList.TypeBeside(call.Call)) is not { } type)
                return null;
            Volatile.Write(ref _known, list = MetadataList.For(type));
        }
        return list.With(SentContext.Of(call.Span), value);
    }
}
