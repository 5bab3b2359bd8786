using TUnit.Core;

namespace Bakery.Tests;

[Category("bread")]
public sealed class OvenTests
{
    [Test]
    public void Is_warm()
    {
    }

    [Test]
    public void Burns() => throw new InvalidOperationException("burnt");

    [Test, Skip("no flour")]
    public void Bakes_rye() => throw new InvalidOperationException("runs");

    [Test, Category("slow")]
    [Arguments("ham", 1)]
    [Arguments(null, 2)]
    public async Task Bakes(string? what, int count)
    {
        await Task.Yield();
        if (count != (what is null ? 2 : 1))
            throw new InvalidOperationException("miscounted");
    }

    [Test]
    public async Task Orders_flour()
    {
        using var client = new HttpClient();
        if (await client.GetStringAsync(Environment.GetEnvironmentVariable("MILL")) != "flour")
            throw new InvalidOperationException("no flour");
        if (Store.Ask() is not "flour")
            throw new InvalidOperationException("no flour in stock");
    }
}

public sealed class BrokenOvenTests
{
    public BrokenOvenTests() => throw new NotSupportedException("no oven");

    [Test]
    public void Is_cold()
    {
    }
}
