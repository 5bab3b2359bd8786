using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>
/// The headers that go out with one message: a list of its own, made of the application's when serializers have added theirs. The message, which
/// several threads may send at once, is not touched.
/// </summary>
internal sealed class SentHeaders : ILender
{
    private HeaderList? _known;

    public object? Lend(object? value, object? other)
    {
        if (value is null || Production.Sending is not { } span)
            return null;
        var list = Volatile.Read(ref _known);
        if (list is null)
            Volatile.Write(ref _known, list = HeaderList.For(value));
        return list.With(value, span);
    }
}
