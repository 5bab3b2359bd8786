using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// What a request had in place of our headers. Only where the handler's own code is as it came, because nothing can be woven: while the request is under
/// way the application can see what it carries.
/// </summary>
internal sealed class RequestLoan
{
    private readonly List<(string Name, string[] Values)> _own = [];
    private readonly List<string> _lent = [];

    public static RequestLoan Lend(HttpRequestMessage request, SpanContext context)
    {
        var loan = new RequestLoan();
        var before = PrivateRequest.Copy(request, withOptions: false);
        Lending.SentContext.Write(context, new RequestHeaders(request.Headers));
        foreach (var (name, values) in before.Headers.NonValidated)
        {
            if (!request.Headers.NonValidated.TryGetValues(name, out var now) || now.ToString() != values.ToString())
                loan._own.Add((name, [.. values]));
        }
        foreach (var (name, _) in request.Headers.NonValidated)
        {
            if (!before.Headers.NonValidated.Contains(name))
                loan._lent.Add(name);
        }
        return loan;
    }

    public void TakeBack(HttpRequestMessage request)
    {
        foreach (var name in _lent)
            request.Headers.Remove(name);
        foreach (var (name, values) in _own)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, values);
        }
    }
}
