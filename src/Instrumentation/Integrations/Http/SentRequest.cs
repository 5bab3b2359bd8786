using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// The request whose head a connection writes down: a copy with the context in its headers. The application's, which it may send again, sign, share between
/// threads or look at, has none.
/// </summary>
internal sealed class SentRequest : ILender
{
    public object? Lend(object? value, object? other) => value is HttpRequestMessage request ? HttpCall.Of(request)?.ToSend() : null;
}
