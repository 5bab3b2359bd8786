using DdRun.Filters;

namespace DdRun.Runtime.Tests.Filters;

public class ResourceFilterTests
{
    [Theory]
    [InlineData("GET /health", "GET /healthz", true)]
    [InlineData("^GET /health$", "GET /healthz", false)]
    [InlineData("/ready, /live", "GET /live", true)]
    [InlineData("\"GET /a{1,2}$\",/other", "GET /aa", true)]
    [InlineData("\"GET /a{1,2}$\",/other", "GET /aaa", false)]
    [InlineData("", "GET /", false)]
    public void Resources_are_ignored_by_expression(string expressions, string resource, bool ignored) =>
        Assert.Equal(ignored, new ResourceFilter(expressions).Ignores(resource));

    [Fact]
    public void An_expression_that_does_not_compile_leaves_the_others_in_force()
    {
        var filter = new ResourceFilter("(,/health");
        Assert.True(filter.Ignores("GET /health"));
        Assert.False(filter.Ignores("("));
    }

    [Fact]
    public void An_expression_that_goes_astray_is_cut_short_and_the_trace_kept()
    {
        var filter = new ResourceFilter("(a+)+$", TimeSpan.FromMilliseconds(1));
        Assert.False(filter.Ignores(new string('a', 100_000) + "!"));
    }
}
