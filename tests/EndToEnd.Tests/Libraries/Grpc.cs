namespace DdRun.EndToEnd.Tests.Libraries;

public class Grpc
{
    private const string Newest = "Grpc";
    private const string Oldest = "Grpc236";

    private const string Answers =
        """
        Order: rye sandwich, hot, few
        Weigh: rye sandwich
        Stack: rye+ham+rye
        Menu: ham on rye
        Menu: cheese on rye
        Talk: rye sandwich
        Talk: wheat sandwich
        Talk: False

        """;

    private const string Troubles =
        """
        Refuse: NotFound
        Burn: Unknown
        Slice: Unimplemented
        Lock: Unauthenticated
        Rise: DeadlineExceeded
        Bake: Cancelled
        Knead: Unimplemented
        Weigh: Unavailable
        stranger: 4

        """;

    private const string Web = "Weigh: rye sandwich\nMenu: ham on rye\nMenu: cheese on rye\nNotFound\nUnknown\n";

    private static readonly (string Name, string Kind)[] s_methods =
    [
        ("Order", "unary"), ("Weigh", "unary"), ("Stack", "client_streaming"), ("Menu", "server_streaming"), ("Talk", "duplex_streaming"),
    ];

    [Theory]
    [InlineData(Newest)]
    [InlineData(Oldest)]
    public async Task Calls_of_every_kind_are_spans_on_both_sides(string app)
    {
        // The libraries' own activities would tell the same again.
        var spans = await Run(app, "calls", ("DD_TRACE_OTEL_ENABLED", "true"));
        AssertChains(spans, "client grpc.request", "client http.request", "server aspnet_core.request", "server grpc.request");
        var calls = spans.Where(span => span.Name == "grpc.request").ToList();
        foreach (var (name, kind) in s_methods)
        {
            foreach (var span in calls.Where(span => span.Resource == $"/sandwich.v1.Shop/{name}"))
            {
                Assert.Equal(("grpc", "e2e", 0), (span.Type, span.Service, span.Error));
                Assert.Equal(("Grpc", kind, "0"), (span.Meta["component"], span.Meta["grpc.method.kind"], span.Meta["grpc.status.code"]));
                Assert.Equal(("sandwich.v1", "Shop", name), (span.Meta["grpc.method.package"], span.Meta["grpc.method.service"], span.Meta["grpc.method.name"]));
                Assert.Equal(span.Resource, span.Meta["grpc.method.path"]);
                if (span.Meta["span.kind"] == "client")
                    Assert.Equal(("127.0.0.1", "127.0.0.1"), (span.Meta["out.host"], span.Meta["peer.hostname"]));
                Assert.DoesNotContain(span.Meta.Keys, tag => tag.Contains("metadata", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData(Newest)]
    [InlineData(Oldest)]
    public async Task Calls_that_fail_say_why(string app)
    {
        var all = await Run(app, "trouble");
        var spans = all.Where(span => span.Name == "grpc.request").ToList();
        var clients = spans.Where(span => span.Meta["span.kind"] == "client").ToDictionary(span => span.Meta["grpc.method.name"]);
        var servers = spans.Where(span => span.Meta["span.kind"] == "server").ToLookup(span => span.Meta["grpc.method.name"]);
        Assert.All(spans, span => Assert.Equal(1, span.Error));
        // To HTTP, all is well.
        Assert.All(all.Where(span => span.Name == "aspnet_core.request"), span => Assert.Equal(0, span.Error));

        AssertFailed(clients["Refuse"], "5", null, "no such bread: rye");
        AssertFailed(clients["Burn"], "2", null, "Exception was thrown by handler.");
        AssertFailed(clients["Slice"], "12", null, "Unimplemented");
        AssertFailed(clients["Lock"], "16", null, "Bad gRPC response. HTTP status code: 401");
        // Told by the client's clock, or else by the server, which says it in words of its own.
        Assert.Equal("4", clients["Rise"].Meta["grpc.status.code"]);
        Assert.Contains(clients["Rise"].Meta["error.message"], (string[])["DeadlineExceeded", "Deadline Exceeded"]);
        AssertFailed(clients["Bake"], "1", null, "Call canceled by the client.");
        AssertFailed(clients["Knead"], "12", null, "Service is unimplemented.");
        Assert.Equal("14", clients["Weigh"].Meta["grpc.status.code"]);
        Assert.Contains("Connection refused", clients["Weigh"].Meta["error.message"], StringComparison.Ordinal);
        Assert.Equal(8, clients.Count);

        AssertFailed(servers["Refuse"].Single(), "5", null, "no such bread: rye");
        AssertFailed(servers["Burn"].Single(), "2", "System.InvalidOperationException", "the oven is on fire");
        Assert.Contains("ShopService.Burn", servers["Burn"].Single().Meta["error.stack"], StringComparison.Ordinal);
        AssertFailed(servers["Slice"].Single(), "12", null, "Unimplemented");
        AssertFailed(servers["Lock"].Single(), "16", null, "Unauthenticated");
        AssertFailed(servers["Bake"].Single(), "1", null, "Cancelled");
        // Of one deadline, client and server are both told by their clocks: the server may see a cancelled call.
        Assert.Contains(servers["Rise"].Single(span => span.TraceId == clients["Rise"].TraceId).Meta["grpc.status.code"], (string[])["1", "4"]);
        AssertFailed(servers["Rise"].Single(span => span.TraceId != clients["Rise"].TraceId), "4", null, "Deadline Exceeded");
        Assert.Equal(7, servers.Sum(calls => calls.Count()));
    }

    [Theory]
    [InlineData(Newest)]
    [InlineData(Oldest)]
    public async Task Metadata_becomes_tags_where_it_is_asked_for(string app)
    {
        var spans = await Run(app, "calls", ("DD_TRACE_GRPC_TAGS", "basket,Oven,crumbs:rest"));
        var ordered = spans.Where(span => span is { Name: "grpc.request", Resource: "/sandwich.v1.Shop/Order" }).ToList();
        Assert.Equal(2, ordered.Count);
        Assert.All(ordered, span => Assert.Equal(
            ("7", "hot", "few"),
            (span.Meta["grpc.request.metadata.basket"], span.Meta["grpc.response.metadata.oven"], span.Meta["rest"])));
    }

    [Theory]
    [InlineData(Newest, "DD_TRACE_GRPC_SUPPRESS_HTTP", "true")]
    [InlineData(Oldest, "DD_TRACE_GRPC_SUPPRESS_HTTP", "true")]
    [InlineData(Newest, "DD_TRACE_HTTPMESSAGEHANDLER_ENABLED", "false")]
    [InlineData(Oldest, "DD_TRACE_HTTPMESSAGEHANDLER_ENABLED", "false")]
    public async Task Calls_carry_the_trace_without_spans_of_their_requests(string app, string name, string value) =>
        AssertChains(await Run(app, "calls", (name, value)), "client grpc.request", "server aspnet_core.request", "server grpc.request");

    [Theory]
    [InlineData(Newest)]
    [InlineData(Oldest)]
    public async Task Switched_off_there_are_only_requests(string app) =>
        AssertChains(await Run(app, "calls", ("DD_TRACE_GRPC_ENABLED", "false")), "client http.request", "server aspnet_core.request");

    [Fact]
    public async Task Calls_as_from_browsers_have_their_status_on_both_sides()
    {
        var calls = (await Run("GrpcWeb", "web")).Where(span => span.Name == "grpc.request").ToLookup(span => span.Meta["grpc.method.name"]);
        Assert.Equal(4, calls.Count);
        foreach (var (name, code) in (IEnumerable<(string, string)>)[("Weigh", "0"), ("Menu", "0"), ("Refuse", "5"), ("Burn", "2")])
            Assert.Equal([("client", code), ("server", code)], calls[name].Select(span => (span.Meta["span.kind"], span.Meta["grpc.status.code"])).Order());
    }

    private static void AssertFailed(ReceivedSpan span, string code, string? type, string message) =>
        Assert.Equal((code, type, message), (span.Meta["grpc.status.code"], span.Meta.GetValueOrDefault("error.type"), span.Meta["error.message"]));

    // One trace for each call, every span the child of the one before.
    private static void AssertChains(IReadOnlyList<ReceivedSpan> spans, params string[] links)
    {
        var traces = spans.GroupBy(span => span.TraceId).ToList();
        Assert.Equal(s_methods.Length, traces.Count);
        foreach (var trace in traces)
        {
            var chain = new List<string>();
            for (var span = trace.Single(span => span.ParentId == 0); span is not null; span = trace.SingleOrDefault(child => child.ParentId == span.SpanId))
                chain.Add($"{span.Meta["span.kind"]} {span.Name}");
            Assert.Equal(links, chain);
            Assert.Equal(links.Length, trace.Count());
        }
    }

    private static async Task<List<ReceivedSpan>> Run(string app, string argument, params (string Name, string Value)[] environment)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet(app, [], argument).With(environment));
        Assert.Equal((0, Expected(argument)), (result.ExitCode, result.Output));
        return [.. rig.Agent.Spans.Items];
    }

    private static string Expected(string argument) => argument switch
    {
        "calls" => Answers,
        "trouble" => Troubles,
        _ => Web,
    };
}
