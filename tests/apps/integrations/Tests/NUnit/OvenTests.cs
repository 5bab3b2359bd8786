using NUnit.Framework;

namespace Bakery.Tests;

[TestFixture, Category("bread")]
public sealed class OvenTests
{
    [Test]
    public void Is_warm() => Assert.Pass("warm");

    [Test]
    public void Burns() => throw new InvalidOperationException("burnt");

    [Test]
    public void Is_late() => Assert.Fail("late");

    [Test, Ignore("no flour")]
    public void Bakes_rye() => throw new InvalidOperationException("runs");

    [Test]
    public void May_be_on() => Assert.Inconclusive("who knows");

    [Category("slow")]
    [TestCase("ham", 1)]
    [TestCase(null, 2)]
    public async Task Bakes(string? what, int count)
    {
        await Task.Yield();
        if (count != (what is null ? 2 : 1))
            Assert.Fail();
    }

    [Test]
    public async Task Orders_flour()
    {
        using var client = new HttpClient();
        if (await client.GetStringAsync(Environment.GetEnvironmentVariable("MILL")) != "flour")
            Assert.Fail("no flour");
        Assert.That(Store.Ask(), Is.EqualTo("flour"));
    }

    [OneTimeTearDown]
    public void Cools_down() => Thread.Yield();
}

[TestFixture]
public sealed class BrokenOvenTests
{
    [SetUp]
    public void Starts() => throw new NotSupportedException("no oven");

    [Test]
    public void Is_cold()
    {
    }
}
