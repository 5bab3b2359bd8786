using Xunit;

namespace Bakery.Tests;

public sealed class OvenTests
{
    [Fact]
    public void Is_warm() => Assert.True(true);

    [Fact]
    public void Burns() => throw new InvalidOperationException("burnt");

    [Fact(Skip = "no flour")]
    public void Bakes_rye() => throw new InvalidOperationException("runs");

    [Theory, Trait("Category", "slow")]
    [InlineData("ham", 1)]
    [InlineData(null, 2)]
    public async Task Bakes(string? what, int count)
    {
        await Task.Yield();
        Assert.Equal(what is null ? 2 : 1, count);
    }

    [Fact]
    public async Task Orders_flour()
    {
        using var client = new HttpClient();
        Assert.Equal("flour", await client.GetStringAsync(Environment.GetEnvironmentVariable("MILL")));
        Assert.Equal("flour", Store.Ask());
    }
}

public sealed class BrokenOvenTests : IDisposable
{
    public BrokenOvenTests() => throw new NotSupportedException("no oven");

    [Fact]
    public void Is_cold()
    {
    }

    public void Dispose()
    {
    }
}
