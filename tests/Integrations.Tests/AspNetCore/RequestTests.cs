using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.AspNetCore;

/// <summary>Requests of a service that logs nothing, for which the host makes no activities.</summary>
public class RequestTests : TracedProcess
{
    public RequestTests() => Shop.Logs = false;

    private Task<Span> Request => Span("aspnet_core.request");

    private async Task<Span> Nth(int index) =>
        (await Finished.WaitFor(spans => spans.Count(IsRequest) > index, $"request {index}")).Where(IsRequest).ElementAt(index);

    private static bool IsRequest(Span span) => span.Name == "aspnet_core.request";

    [Fact]
    public async Task A_request_is_a_span_with_the_tags_that_dashboards_expect()
    {
        await using var shop = await Shop.Start();
        shop.Client.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1.0");
        await shop.Client.GetStringAsync("/orders/17/stem?color=red");
        var span = await Request;
        var host = shop.Client.BaseAddress!.Authority;
        Assert.Equal("web", span.Type);
        Assert.Equal("GET /orders/{id}/{part?}", span.Resource);
        Assert.Equal("tests", span.Service);
        Assert.Equal("GET", span.GetTag("http.method"));
        Assert.Equal($"http://{host}/orders/17/stem?color=red", span.GetTag("http.url"));
        Assert.Equal(host, span.GetTag("http.request.headers.host"));
        Assert.Equal("tests/1.0", span.GetTag("http.useragent"));
        Assert.Equal("200", span.GetTag("http.status_code"));
        Assert.Equal("/orders/{id:int}/{part?}", span.GetTag("http.route"));
        Assert.Equal("/orders/{id:int}/{part?}", span.GetTag("aspnet_core.route"));
        Assert.Equal("HTTP: GET /orders/{id:int}/{Part?}", span.GetTag("aspnet_core.endpoint"));
        Assert.Equal("server", span.GetTag("span.kind"));
        Assert.Equal("aspnet_core", span.GetTag("component"));
        Assert.False(span.Error);
    }

    [Theory]
    [InlineData("https://search.test:8443/find?q=1", "search.test")]
    [InlineData("/relative", null)]
    [InlineData("ftp://files.test/", null)]
    public async Task The_page_that_a_request_came_from_is_told_by_its_host(string referrer, string? host)
    {
        await using var shop = await Shop.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hello");
        request.Headers.TryAddWithoutValidation("Referer", referrer);
        (await shop.Client.SendAsync(request)).Dispose();
        Assert.Equal(host, (await Request).GetTag("http.referrer_hostname"));
    }

    // What requests have alike is made once for so many methods, hosts and statuses; clients send more.
    [Fact]
    public async Task Every_request_has_its_own_method_host_and_status()
    {
        await using var shop = await Shop.Start(app => app.Map("/any/{status:int}", (int status) => Results.StatusCode(status)));
        foreach (var i in Enumerable.Range(0, 60))
        {
            var (method, host, status) = ("M" + (i % 20), $"host{i % 7}.test", 200 + i);
            using var request = new HttpRequestMessage(new(method), $"/any/{status}") { Headers = { Host = host } };
            (await shop.Client.SendAsync(request)).Dispose();
            var span = await Nth(i);
            Assert.Equal(
                (method, host, $"http://{host}/any/{status}", $"{status}", $"{method} /any/{{status}}", "/any/{status:int}"),
                (span.GetTag("http.method"), span.GetTag("http.request.headers.host"), span.GetTag("http.url"), span.GetTag("http.status_code"), span.Resource, span.GetTag("http.route")));
        }
    }

    [Fact]
    public async Task A_program_may_change_what_other_requests_have_alike()
    {
        await using var shop = await Shop.Start(app => app.MapGet("/changed", () => Tracer.CurrentSpan!.SetTag("http.method", "get").SetTag("http.route", (string?)null).Name));
        await shop.Client.GetStringAsync("/changed");
        Assert.Equal(("get", null, "200", "server"), Tags(await Nth(0)));
        await shop.Client.GetStringAsync("/hello");
        Assert.Equal(("GET", "/hello", "200", "server"), Tags(await Nth(1)));

        static (string?, string?, string?, string?) Tags(Span span) =>
            (span.GetTag("http.method"), span.GetTag("http.route"), span.GetTag("http.status_code"), span.GetTag("span.kind"));
    }

    [Theory]
    [InlineData("/orders/17", "GET /orders/{id}")]
    [InlineData("/files/a/b", "GET /files/{**path}")]
    [InlineData("/", "GET /home/index")]
    [InlineData("/home/about/5", "GET /home/about/{id?}")]
    [InlineData("/api/apples/red", "GET /api/apples/{color}")]
    public async Task The_resource_is_the_route(string path, string resource)
    {
        await using var shop = await Shop.Start();
        await shop.Client.GetStringAsync(path);
        Assert.Equal(resource, (await Request).Resource);
    }

    [Fact]
    public async Task A_path_without_route_is_cleaned_of_ids()
    {
        await using var shop = await Shop.Start();
        (await shop.Client.GetAsync("/no/such/Thing/1234")).Dispose();
        var span = await Request;
        Assert.Equal("GET /no/such/thing/?", span.Resource);
        Assert.Equal("404", span.GetTag("http.status_code"));
        Assert.Null(span.GetTag("http.route"));
        Assert.False(span.Error);
    }

    [Fact]
    public async Task A_path_base_is_part_of_the_resource()
    {
        await using var shop = await Shop.Start(app =>
        {
            app.UsePathBase("/Base");
            app.UseRouting();
        });
        await shop.Client.GetStringAsync("/Base/hello");
        Assert.Equal("GET /base/hello", (await Request).Resource);
    }

    [Fact]
    public async Task An_unhandled_exception_is_on_the_span()
    {
        await using var shop = await Shop.Start();
        (await shop.Client.GetAsync("/fails")).Dispose();
        await AssertFailed();
    }

    [Fact]
    public async Task An_exception_behind_an_error_page_is_on_the_span()
    {
        await using var shop = await Shop.Start(app => app.UseExceptionHandler("/hello"));
        (await shop.Client.GetAsync("/fails")).Dispose();
        await AssertFailed();
    }

    [Fact]
    public async Task A_page_for_statuses_does_not_rename_the_request()
    {
        await using var shop = await Shop.Start(app => app.UseStatusCodePagesWithReExecute("/hello"));
        (await shop.Client.GetAsync("/gone")).Dispose();
        Assert.Equal("GET /gone", (await Request).Resource);
    }

    [Fact]
    public async Task A_server_error_status_makes_the_span_an_error()
    {
        await using var shop = await Shop.Start();
        (await shop.Client.GetAsync("/status/503")).Dispose();
        var span = await Request;
        Assert.True(span.Error);
        Assert.Equal("The HTTP response has status code 503.", span.GetTag("error.message"));
    }

    // Whoever subscribes without a filter gets all events, and then so does everybody else.
    [Fact]
    public async Task A_request_is_one_span_whoever_else_listens()
    {
        await using var shop = await Shop.Start();
        var (everything, all) = (new Anything<KeyValuePair<string, object?>>(_ => { }), new List<IDisposable>());
        using var listeners = DiagnosticListener.AllListeners.Subscribe(new Anything<DiagnosticListener>(listener => all.Add(listener.Subscribe(everything))));
        await shop.Client.GetStringAsync("/hello");
        all.ForEach(subscription => subscription.Dispose());
        await shop.Client.GetStringAsync("/orders/1");
        Assert.Equal(["GET /hello", "GET /orders/{id}"], [(await Nth(0)).Resource, (await Nth(1)).Resource]);
        Assert.Equal(2, (await Finished.WaitFor(spans => spans.Count(IsRequest) >= 2, "two requests")).Count(IsRequest));
    }

    [Fact]
    public async Task An_aborted_request_ends_its_span_without_an_error()
    {
        await using var shop = await Shop.Start();
        using var stop = new CancellationTokenSource();
        var sent = shop.Client.GetAsync("/slow", stop.Token);
        await Shop.SlowStarted.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        var span = await Request;
        Assert.Equal("GET /slow", span.Resource);
        Assert.False(span.Error);
    }

    [Fact]
    public async Task Caller_request_and_spans_inside_are_one_trace()
    {
        await using var shop = await Shop.Start();
        // For which the handler sends a context by itself: nothing is woven here.
        using (new Activity("asks").Start())
        using (Tracer.Trace("caller"))
            await shop.Client.GetStringAsync("/child");
        var caller = await Span("caller");
        var client = await Span("http.request");
        var request = await Request;
        var inside = await Span("inside");
        Assert.Equal([caller.SpanId, client.SpanId, request.SpanId], [client.ParentId, request.ParentId, inside.ParentId]);
        Assert.All([client, request, inside], span => Assert.Equal(caller.TraceId, span.TraceId));
    }

    [Fact]
    public async Task Requests_on_one_connection_do_not_inherit_from_each_other()
    {
        await using var shop = await Shop.Start();
        using var client = new HttpClient { BaseAddress = shop.Client.BaseAddress };
        client.DefaultRequestHeaders.Add("x-datadog-tracing-enabled", "false");
        for (var i = 0; i < 3; i++)
            await client.GetStringAsync("/child");
        var spans = await Finished.WaitFor(all => all.Count >= 6, "three requests and what they did");
        var requests = spans.Where(span => span.Name == "aspnet_core.request").ToList();
        Assert.All(requests, span => Assert.Equal(0ul, span.ParentId));
        Assert.Equal(3, requests.Select(span => span.TraceId).Distinct().Count());
    }

    [Fact]
    public async Task An_action_is_a_span_of_its_own()
    {
        await using var shop = await Shop.Start();
        await shop.Client.GetStringAsync("/home/about/5");
        var action = await Span("aspnet_core_mvc.request");
        var request = await Request;
        Assert.Equal(request.SpanId, action.ParentId);
        Assert.Equal("GET /home/about/{id?}", action.Resource);
        Assert.Equal("home", action.GetTag("aspnet_core.controller"));
        Assert.Equal("about", action.GetTag("aspnet_core.action"));
        Assert.Equal("{controller=home}/{action=index}/{id?}", action.GetTag("aspnet_core.route"));
        Assert.Equal("web", action.Type);
    }

    private async Task AssertFailed()
    {
        var span = await Request;
        Assert.True(span.Error);
        Assert.Equal("GET /fails", span.Resource);
        Assert.Equal("500", span.GetTag("http.status_code"));
        Assert.Equal("out of apples", span.GetTag("error.message"));
        Assert.Equal(typeof(InvalidOperationException).FullName, span.GetTag("error.type"));
        Assert.Contains("Shop", span.GetTag("error.stack"), StringComparison.Ordinal);
    }

    private sealed class Anything<T>(Action<T> handle) : IObserver<T>
    {
        public void OnNext(T value) => handle(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}

/// <summary>Requests of a service with a log, as nearly all are: the host makes an activity of each.</summary>
public sealed class LoggedRequestTests : RequestTests
{
    public LoggedRequestTests() => Shop.Logs = true;
}
