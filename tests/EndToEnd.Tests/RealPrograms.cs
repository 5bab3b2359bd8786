using DdRun.Exploration;

namespace DdRun.EndToEnd.Tests;

/// <summary>The short form of <c>./build.sh explore</c>.</summary>
public class RealPrograms
{
    [Theory]
    [InlineData("csharpier")]
    public void A_real_tool_does_the_same_under_dd_run_and_with_all_of_it_woven(string package)
    {
        using var folder = new TemporaryFolder();
        var findings = DdRun.Exploration.Exploration.Of(Catalogue.All.Single(tool => tool.Package == package), new Explorer(folder.Path), rounds: 1, compiles: false);

        Assert.Null(findings.Missing);
        Assert.Equal("", string.Join('\n', findings.Differences));
    }
}
