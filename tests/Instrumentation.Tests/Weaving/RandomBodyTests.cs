using System.Globalization;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class RandomBodyTests
{
    private const int Count = 2_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_code_does_the_same_woven_as_unwoven(int seed)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "Generated.dll");
        RandomBodies.Write(file, Count, seed);
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false), "bodies", file);
        var (woven, spans) = await WovenProcess.Run(
            """{ "instrument": [ { "method": "Generated.**.**", "resource": "{a}", "tags": { "r": "{return}" } } ] }""", "dotnet", ShapesApp.Path(false), "bodies", file);

        var (expected, actual) = (plain.Output.Split('\n'), woven.Output.Split('\n'));
        Assert.Equal(Count.ToString(CultureInfo.InvariantCulture), expected[^2]);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i]);
        Assert.DoesNotContain("InvalidProgramException", woven.Output, StringComparison.Ordinal);
        Assert.NotEmpty(spans);
    }
}
