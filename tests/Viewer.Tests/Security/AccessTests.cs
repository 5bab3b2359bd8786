using System.Net;

namespace DdRun.Viewer.Tests.Security;

public sealed class AccessTests
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.1.7", HttpStatusCode.MisdirectedRequest)]
    public async Task AForeignNameForThisMachineIsRefusedEverywhere(string host, HttpStatusCode expected)
    {
        await using var viewer = await RunningViewer.StartAsync();
        foreach (var address in (Uri[])[new(viewer.Page, "/api/status"), new(viewer.Agent, "/info")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Host = $"{host}:{address.Port}";
            using var response = await viewer.Client.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task AnotherPageMayNeitherReadNorSend(string origin)
    {
        await using var viewer = await RunningViewer.StartAsync();
        foreach (var address in (Uri[])[new(viewer.Page, "/api/clear"), new(viewer.Agent, "/v0.4/traces"), new(viewer.Otlp, "/v1/traces")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(TestSpan.V04([new()])) };
            request.Headers.Add("Origin", origin);
            using var response = await viewer.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Equal(0, (await viewer.GetAsync("/api/status")).GetProperty("traces").GetInt32());
    }

    [Fact]
    public async Task TheBrowsersWordForAnotherSiteIsHeardToo()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await viewer.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task ThePageAndItsApiNeedTheToken()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var stranger = new HttpClient { BaseAddress = viewer.Page };
        foreach (var path in (string[])["/", "/?token=0123", "/api/status", "/api/traces", "/api/openapi.json", "/api/events"])
        {
            using var response = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.NotNull(viewer.Token);
        Assert.Equal(32, viewer.Token.Length);
    }

    [Fact]
    public async Task TheLinkBecomesACookieThatNoScriptReadsAndNoOtherSiteSends()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = viewer.Page };
        using var response = await browser.GetAsync("/?token=" + viewer.Token);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.OriginalString);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        again.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var answer = await browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task EveryAnswerForbidsWhatThePageDoesNotNeed()
    {
        await using var viewer = await RunningViewer.StartAsync();
        foreach (var path in (string[])["/", "/api/status", "/nothing.js"])
        {
            using var response = await viewer.Client.GetAsync(path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task TheReceiversPortsShowNothing()
    {
        await using var viewer = await RunningViewer.StartAsync();
        foreach (var address in (Uri[])[viewer.Agent, viewer.Otlp])
        {
            foreach (var path in (string[])["/", "/api/status", "/api/traces", "/api/events"])
            {
                using var response = await viewer.Client.GetAsync(new Uri(address, path));
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("/../dd-run-view.dll")]
    [InlineData("/..%2f..%2fetc/passwd.html")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd.svg")]
    public async Task NothingBesideThePageIsServed(string path)
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var response = await viewer.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void ListeningToOthersDemandsTheToken()
    {
        Assert.Null(Cli.ViewOptions.Parse(["--listen", "0.0.0.0", "--no-token"], out var problem));
        Assert.NotNull(problem);
        Assert.NotNull(Cli.ViewOptions.Parse(["--listen", "0.0.0.0"], out _));
    }
}
