using DdRun.Viewer.Filters;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tests.Filters;

public sealed class SpanFilterTests
{
    private static readonly SpanStore Store = Filled();

    [Theory]
    [InlineData("", true)]
    [InlineData("service:shop", true)]
    [InlineData("service:SHOP", true)]
    [InlineData("service:sho", false)]
    [InlineData("service:s*p", true)]
    [InlineData("service:stock", true)]
    [InlineData("-service:shop", true)]
    [InlineData("service:shop service:stock", false)]
    [InlineData("name:web.request resource:\"GET /orders/{id}\"", true)]
    [InlineData("type:sql", true)]
    [InlineData("status:error", true)]
    [InlineData("status:error service:shop", false)]
    [InlineData("status:ok service:shop", true)]
    [InlineData("duration:>50ms", true)]
    [InlineData("duration:>60", false)]
    [InlineData("duration:>=0.06s", true)]
    [InlineData("duration:<1ms", false)]
    [InlineData("duration:<=2000us service:stock", true)]
    [InlineData("http.route:/orders/{id}", true)]
    [InlineData("@http.route:/orders/*", true)]
    [InlineData("http.route:*", true)]
    [InlineData("http.url:*", false)]
    [InlineData("-http.url:* http.route:*", true)]
    [InlineData("http.status_code:200", true)]
    [InlineData("http.status_code:>=500", false)]
    [InlineData("rows:>4", true)]
    [InlineData("rows:5", true)]
    [InlineData("@service:x", false)]
    [InlineData("select", true)]
    [InlineData("\"FROM orders\"", true)]
    [InlineData("sel*orders", true)]
    [InlineData("update", false)]
    [InlineData("spans:2", true)]
    [InlineData("spans:>2", false)]
    [InlineData("is:root status:ok", true)]
    [InlineData("is:root status:error", false)]
    [InlineData("trace:00000000000000010000000000000007", false)]
    [InlineData("trace:0000000000000007", true)]
    [InlineData("run:r-1", true)]
    [InlineData("run:r-2", false)]
    public void SaysWhichTracesAreMeant(string filter, bool isMeant)
    {
        Assert.True(Store.TryFind(7, out var row));
        Assert.Equal(isMeant, new SpanFilter(filter, Store).Matches(Store.Rows[row]));
    }

    [Theory]
    [InlineData("service:", 0)]
    [InlineData("a duration:>fast", 2)]
    [InlineData("status:bad", 0)]
    [InlineData("x:>y", 0)]
    [InlineData("is:leaf", 0)]
    public void SaysWhereAFilterMeansNothing(string filter, int position) =>
        Assert.Equal(position, Assert.Throws<FilterException>(() => FilterParser.Parse(filter)).Position);

    [Fact]
    public void SeesStringsThatCameAfterItsFirstLook()
    {
        var store = new SpanStore(1 << 24);
        Put(store, [new() { TraceId = 1, Service = "a" }]);
        var filter = new SpanFilter("service:b", store);
        Assert.False(filter.Matches(store.Rows[0]));
        Put(store, [new() { TraceId = 2, Service = "b" }]);
        Assert.True(filter.Matches(store.Rows[1]));
    }

    private static SpanStore Filled()
    {
        var store = new SpanStore(1 << 24);
        Put(
            store,
            [
                new()
                {
                    TraceId = 7, Id = 1, Resource = "GET /orders/{id}", Duration = 60_000_000,
                    Meta = new() { ["http.route"] = "/orders/{id}", ["http.status_code"] = "200", ["runtime-id"] = "r-1" },
                },
                new()
                {
                    TraceId = 7, Id = 2, Parent = 1, Service = "stock", Name = "sql.query", Resource = "SELECT * FROM orders", Type = "sql", Duration = 2_000_000,
                    Error = true, Metrics = new() { ["rows"] = 5 },
                },
            ]);
        return store;
    }

    private static void Put(SpanStore store, TestSpan[] trace) => new TraceReader(store, TestSpan.V04(trace)).ReadV04();
}
