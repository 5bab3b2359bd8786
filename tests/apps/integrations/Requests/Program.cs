using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Requests;

await using var http1 = await Receiver.Start(HttpProtocols.Http1);
await using var http2 = await Receiver.Start(HttpProtocols.Http2);
var (one, two) = (http1.Urls.First(), http2.Urls.First());
using var client = new HttpClient();
switch (args[0])
{
    case "same":
        await Same();
        break;
    case "context":
        await Context(args[1..]);
        break;
    case "bytes":
        await Bytes();
        break;
}

// What is the same whether somebody traces or not.
async Task Same()
{
    foreach (var (url, version) in new[] { (one, HttpVersion.Version11), (two, HttpVersion.Version20) })
    {
        // Context of somebody else's, in each of the three places that it can be in.
        var content = new StringContent("ham");
        content.Headers.Add("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
        content.Headers.Add("x-datadog-trace-id", "1");
        content.Headers.Add("x-kept", "yes");
        var posted = Request(HttpMethod.Post, url + "/twice", version);
        posted.Content = content;
        Console.WriteLine("twice: " + await Text(client, posted));
        Console.WriteLine($"content: {Names(content.Headers)}, {await content.ReadAsStringAsync()}");
        using var stale = new HttpClient { DefaultRequestHeaders = { { "traceparent", "00-11111111111111111111111111111111-2222222222222222-01" }, { "x-datadog-trace-id", "7" } } };
        Console.WriteLine("twice: " + await Text(stale, Request(HttpMethod.Get, url + "/twice", version)));
        Console.WriteLine("defaults: " + Names(stale.DefaultRequestHeaders));

        // Headers of every kind arrive as they are, and stay.
        var rich = Request(HttpMethod.Get, url + "/own", version);
        rich.Headers.UserAgent.ParseAdd("baker/1.0 (rye; wheat) oven/2");
        rich.Headers.Accept.ParseAdd("text/plain;q=0.5, */*");
        rich.Headers.TryAddWithoutValidation("x-many", ["a", "b"]);
        rich.Headers.TryAddWithoutValidation("If-None-Match", "not quoted");
        rich.Headers.Authorization = new("Basic", "YTpi");
        rich.Headers.Date = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        rich.Options.Set(new HttpRequestOptionsKey<string>("mine"), "x");
        Console.WriteLine(await Text(client, rich));
        Console.WriteLine($"after: {rich.Headers} {string.Join(',', rich.Options.Select(option => option.Key))}");

        using var signing = new HttpClient(new Repeater(1) { InnerHandler = new Signer { InnerHandler = new SocketsHttpHandler() } });
        Console.WriteLine(await Text(signing, Request(HttpMethod.Get, url + "/signed", version)));
        var redirected = Request(HttpMethod.Get, url + "/elsewhere", version);
        redirected.Headers.Add("baggage", "mine=1");
        Console.WriteLine("redirected: " + await Text(client, redirected));
        Console.WriteLine("after: " + redirected.Headers);
        using (var hedged = new HttpClient(new Repeater(4) { InnerHandler = new SocketsHttpHandler() }))
            Console.WriteLine("hedged: " + await Text(hedged, Request(HttpMethod.Get, url + "/twice", version)));
        await Shared(url, version);
        foreach (var propagator in new[] { DistributedContextPropagator.CreateNoOutputPropagator(), DistributedContextPropagator.CreatePassThroughPropagator(), null })
        {
            using var quiet = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = propagator });
            Console.WriteLine("quiet: " + await Text(quiet, Request(HttpMethod.Get, url + "/context", version)));
        }
    }
    using var sent = client.Send(Request(HttpMethod.Get, one + "/own", HttpVersion.Version11));
    Console.WriteLine("synchronous: " + (int)sent.StatusCode);
}

// One request under way many times, on many threads, while others look at it.
async Task Shared(string url, Version version)
{
    var shared = Request(HttpMethod.Get, url + "/own", version);
    shared.Headers.Add("x-shared", "yes");
    using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
    var before = shared.Headers.ToString();
    var wrong = 0;
    await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < 250; i++)
        {
            using var answer = await invoker.SendAsync(shared, CancellationToken.None);
            if (await answer.Content.ReadAsStringAsync() != "x-shared: yes" || shared.Headers.ToString() != before)
                Interlocked.Increment(ref wrong);
        }
    })));
    Console.WriteLine($"shared: {wrong} wrong, {shared.Headers.ToString() == before}");
}

// What goes over the wire, to the letter, where the program has no activity.
async Task Bytes()
{
    using var mirror = new Mirror();
    foreach (var propagator in new[] { DistributedContextPropagator.Current, new OwnPropagator(null), new OwnPropagator(DistributedContextPropagator.Current), DistributedContextPropagator.CreateNoOutputPropagator(), null })
    {
        using var with = new HttpClient(new Repeater(1, again: true) { InnerHandler = new Signer { InnerHandler = new SocketsHttpHandler { ActivityHeadersPropagator = propagator } } });
        with.DefaultRequestHeaders.Add("x-datadog-trace-id", "7");
        using var request = Request(HttpMethod.Post, mirror.Url, HttpVersion.Version11);
        // The port is another every time.
        request.Headers.Host = "mirror";
        request.Headers.Add("tracestate", "theirs=1");
        request.Content = new StringContent("ham") { Headers = { { "traceparent", "00-11111111111111111111111111111111-2222222222222222-01" } } };
        Console.WriteLine(await Text(with, request));
        Console.WriteLine($"after: {request.Headers}{Names(request.Content.Headers)} {request.Options.Count()}");
    }
    using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
    using var bare = Request(HttpMethod.Get, mirror.Url, HttpVersion.Version11);
    for (var i = 0; i < 2; i++)
    {
        using var answer = await invoker.SendAsync(bare, CancellationToken.None);
        Console.WriteLine(string.Join('\n', (await answer.Content.ReadAsStringAsync()).Split("\r\n").Where(line => !line.StartsWith("Host: "))));
        Console.WriteLine("after: " + bare.Headers);
    }
}

// What is sent for an activity of the program's.
async Task Context(string[] which)
{
    using var activity = new Activity("mine").Start();
    activity.AddBaggage("tenant", "42");
    activity.TraceStateString = "v=1";
    Console.WriteLine("trace " + activity.TraceId);
    var inner = DistributedContextPropagator.Current;
    using var handler = new SocketsHttpHandler();
    switch (which)
    {
        case ["own"]:
            handler.ActivityHeadersPropagator = new OwnPropagator(null);
            break;
        case ["around"]:
            handler.ActivityHeadersPropagator = new OwnPropagator(inner);
            break;
        case ["pass"]:
            handler.ActivityHeadersPropagator = DistributedContextPropagator.CreatePassThroughPropagator();
            break;
    }
    using var with = new HttpClient(handler);
    Console.WriteLine(await with.GetStringAsync(one + "/context"));
    Console.WriteLine(string.Join('\n', (await with.GetStringAsync(one + "/own")).Split('\n').Where(line => line.StartsWith("x-own"))));
}

static HttpRequestMessage Request(HttpMethod method, string url, Version version) => new(method, url) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

static async Task<string> Text(HttpClient client, HttpRequestMessage request)
{
    using var answer = await client.SendAsync(request);
    if (!ReferenceEquals(answer.RequestMessage, request))
        Console.WriteLine("the answer is to another request");
    return await answer.Content.ReadAsStringAsync();
}

static string Names(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers) => string.Join(' ', headers.Select(header => header.Key));
