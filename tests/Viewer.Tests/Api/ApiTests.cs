using System.Net;
using System.Text.Json;

namespace DdRun.Viewer.Tests.Api;

public sealed class ApiTests
{
    [Fact]
    public async Task EveryDocumentedPathAnswers()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var sent = await viewer.PutTracesAsync(TestSpan.V04([new() { TraceId = 7, Id = 8, Meta = new() { ["runtime-id"] = "r" } }]));
        var document = await viewer.GetAsync("/api/openapi.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var address = path.Name.Replace("{traceId}", "0000000000000007", StringComparison.Ordinal).Replace("{spanId}", "0000000000000008", StringComparison.Ordinal);
            if (path.Name == "/api/runs/compare")
                address += "?left=r&right=r";
            if (path.Name == "/api/runs/name")
                address += "?id=r&name=first";
            foreach (var method in path.Value.EnumerateObject())
            {
                // Looked into is by a launcher's commands, which is not here.
                if (path.Name == "/api/clear" || path.Name.StartsWith("/api/processes", StringComparison.Ordinal))
                    continue;
                using var request = new HttpRequestMessage(new(method.Name.ToUpperInvariant()), address);
                using var response = await viewer.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{method.Name} {address}: {response.StatusCode}");
            }
        }

        using var cleared = await viewer.Client.PostAsync("/api/clear", null);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(0, (await viewer.GetAsync("/api/traces")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("/api/nope", HttpStatusCode.NotFound, "there is no such path")]
    [InlineData("/api/traces/7", HttpStatusCode.NotFound, "there is no such thing")]
    [InlineData("/api/traces?filter=spans:%3Emany", HttpStatusCode.BadRequest, "'many' is no number of spans")]
    [InlineData("/api/traces?limit=-1", HttpStatusCode.BadRequest, "'limit' is at least 0 and not -1")]
    [InlineData("/api/traces?limit=few", HttpStatusCode.BadRequest, "'limit' is a whole number and not 'few'")]
    [InlineData("/api/histogram?columns=0", HttpStatusCode.BadRequest, "'columns' is at least 1 and not 0")]
    public async Task WhatIsAskedWronglyIsAnsweredWithTheReason(string path, HttpStatusCode status, string reason)
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var response = await viewer.Client.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.StartsWith(reason, answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AListStaysAsItWasForWhoLooksAtIt()
    {
        await using var viewer = await RunningViewer.StartAsync();
        await PutAsync(viewer, 1, 5);
        var first = await viewer.GetAsync("/api/traces?limit=2");
        Assert.Equal(5, first.GetProperty("total").GetInt32());
        await PutAsync(viewer, 6, 5);
        var end = first.GetProperty("end").GetInt64();
        var rest = await viewer.GetAsync($"/api/traces?offset=2&limit=10&until={end}");
        Assert.Equal(5, rest.GetProperty("total").GetInt32());
        Assert.Equal(["3", "2", "1"], Ids(rest));
        Assert.Equal(["3", "2", "1"], Ids(await viewer.GetAsync($"/api/traces?offset=2&limit=10&until={end}&filter=service:shop")));
    }

    [Fact]
    public async Task GroupsHistogramAndServicesCountWhatTheListShows()
    {
        await using var viewer = await RunningViewer.StartAsync();
        await PutAsync(viewer, 1, 10);
        using var other = await viewer.PutTracesAsync(TestSpan.V04(
            [
                new() { TraceId = 50, Id = 1, Resource = "GET /slow", Duration = 2_000_000_000, Error = true },
                new() { TraceId = 50, Id = 2, Parent = 1, Service = "stock", Name = "grpc.server" },
                new() { TraceId = 50, Id = 3, Parent = 2, Service = "stock", Type = "sql", Meta = new() { ["db.system"] = "postgresql", ["db.name"] = "goods" } },
            ]));
        var groups = (await viewer.GetAsync("/api/groups?by=resource")).GetProperty("items");
        Assert.Equal("GET /slow", groups[0].GetProperty("key").GetString());
        Assert.Equal((1, 1), (groups[0].GetProperty("count").GetInt32(), groups[0].GetProperty("errors").GetInt32()));
        var histogram = await viewer.GetAsync("/api/histogram?columns=10&minDuration=1000000000");
        Assert.Equal(1, histogram.GetProperty("traces").GetInt32());
        Assert.Equal(25, histogram.GetProperty("columns")[0].GetProperty("durations").EnumerateArray().ToList().FindIndex(count => count.GetInt32() == 1));
        var calls = (await viewer.GetAsync("/api/services")).GetProperty("calls").EnumerateArray()
            .Select(call => $"{call.GetProperty("from").GetString()} > {call.GetProperty("to").GetString()} ({call.GetProperty("kind").GetString()})").Order();
        Assert.Equal(["shop > stock (service)", "stock > postgresql goods (database)"], calls);
    }

    [Fact]
    public async Task AFilterThatMeansNothingIsExplained()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var response = await viewer.Client.GetAsync("/api/traces?filter=duration:%3Efast");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'fast' is no duration", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FollowingWritesEachTraceOnceWhenItIsQuiet()
    {
        await using var viewer = await RunningViewer.StartAsync();
        await PutAsync(viewer, 1, 1);
        using var response = await viewer.Client.GetAsync("/api/traces?follow=true&filter=status:error", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await PutAsync(viewer, 2, 3);
        using var bad = await viewer.PutTracesAsync(TestSpan.V04([new() { TraceId = 99, Error = true }]));
        var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        using var trace = JsonDocument.Parse(line!);
        Assert.EndsWith("63", trace.RootElement.GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompletionKnowsNamesAndValues()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var sent = await viewer.PutTracesAsync(TestSpan.V04([new() { Resource = "GET /a b", Meta = new() { ["http.route"] = "/a" } }]));
        Assert.Equal(["service:"], Words(await viewer.GetAsync("/api/completion?word=serv")));
        Assert.Equal(["http.route:"], Words(await viewer.GetAsync("/api/completion?word=route")));
        Assert.Equal(["-service:shop"], Words(await viewer.GetAsync("/api/completion?word=-service:")));
        Assert.Equal(["resource:\"GET /a b\""], Words(await viewer.GetAsync("/api/completion?word=resource:")));
    }

    private static IEnumerable<string?> Words(JsonElement answer) => answer.GetProperty("items").EnumerateArray().Select(word => word.GetString());

    private static IEnumerable<string> Ids(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(trace => trace.GetProperty("id").GetString()!.TrimStart('0'));

    private static async Task PutAsync(RunningViewer viewer, int first, int count)
    {
        using var response = await viewer.PutTracesAsync(TestSpan.ManyV04([.. Enumerable.Range(first, count).Select(id => new TestSpan[] { new() { TraceId = (ulong)id } })]));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
