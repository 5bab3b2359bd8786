namespace Requests;

/// <summary>Sends a request again when the service cannot answer it, or several times at once, with the same object.</summary>
internal sealed class Repeater(int atOnce, bool again = false) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (atOnce > 1)
            return (await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => base.SendAsync(request, cancellationToken)))))[^1];
        var answer = await base.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode && !again ? answer : await base.SendAsync(request, cancellationToken);
    }
}
