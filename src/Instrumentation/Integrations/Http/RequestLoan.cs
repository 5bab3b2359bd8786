using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// Headers that a request has in place of its own while it is under way. Only where the handler's own code is as it came, because nothing can be woven:
/// meanwhile the application can see what the request carries. Its own headers are not written to, and several passages at once may each lend it some.
/// </summary>
internal sealed class RequestLoan
{
    private static readonly ConditionalWeakTable<HttpRequestHeaders, HttpRequestHeaders> s_own = [];

    private readonly HttpRequestHeaders _own;
    private readonly HttpRequestHeaders _lent;

    private RequestLoan(HttpRequestHeaders own, HttpRequestHeaders lent) => (_own, _lent) = (own, lent);

    public static RequestLoan Lend(HttpRequestMessage request, SpanContext context)
    {
        var current = request.Headers;
        // Of another passage.
        var own = s_own.TryGetValue(current, out var first) ? first : current;
        var lent = PrivateRequest.Copy(request, withOptions: false).Headers;
        SentContext.Write(context, new RequestHeaders(lent));
        s_own.Add(lent, own);
        HeadersOf(request) = lent;
        return new(own, lent);
    }

    public void TakeBack(HttpRequestMessage request) => Interlocked.CompareExchange(ref HeadersOf(request), _own, _lent);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_headers")]
    private static extern ref HttpRequestHeaders HeadersOf(HttpRequestMessage request);
}
