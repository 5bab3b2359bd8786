using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Bakery.Tests;

[TestClass, TestCategory("bread")]
public sealed class OvenTests
{
    [TestMethod]
    public void Is_warm()
    {
    }

    [TestMethod]
    public void Burns() => throw new InvalidOperationException("burnt");

    [TestMethod]
    public void Is_late() => Assert.Fail("late");

    [TestMethod, Ignore("no flour")]
    public void Bakes_rye() => throw new InvalidOperationException("runs");

    [TestMethod]
    public void May_be_on() => Assert.Inconclusive("who knows");

    [TestMethod, TestCategory("slow"), TestProperty("Oven", "stone"), Owner("baker")]
    [DataRow("ham", 1)]
    [DataRow(null, 2)]
    public async Task Bakes(string? what, int count)
    {
        await Task.Yield();
        Assert.AreEqual(what is null ? 2 : 1, count);
    }

    [TestMethod]
    public async Task Orders_flour()
    {
        using var client = new HttpClient();
        Assert.AreEqual("flour", await client.GetStringAsync(Environment.GetEnvironmentVariable("MILL")));
        Assert.AreEqual("flour", Store.Ask());
    }
}

[TestClass]
public sealed class BrokenOvenTests
{
    [TestInitialize]
    public void Starts() => throw new NotSupportedException("no oven");

    [TestMethod]
    public void Is_cold()
    {
    }
}
