using System.Text.RegularExpressions;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Other programs, a log and a database, all within one process.</summary>
public sealed partial class ToolsTests
{
    private const string Output = "no such program\nbaked\nalone\n2\nham\nrye\n";

    [Theory]
    [InlineData("Tools")]
    [InlineData("ToolsOld")]
    public async Task Programs_are_started_and_DuckDB_is_asked(string app) =>
        await new LibraryApp(app) { Output = Output, Environment = [("DD_LOGS_INJECTION", "false")], Scrub = text => Folder().Replace(text, "FOLDER") }.IsTraced(app, ["Process", "AdoNet"]);

    [Theory]
    [InlineData("Tools")]
    [InlineData("ToolsOld")]
    public async Task Events_of_log4net_carry_the_trace(string name)
    {
        var app = new LibraryApp(name) { Output = Output.Replace("alone", "with the trace", StringComparison.Ordinal), Environment = [("DD_LOGS_INJECTION", "true")] };
        await app.Run();
        await new LibraryApp(name) { Output = Output, Environment = [("DD_LOGS_INJECTION", "true")] }.Run(("DD_TRACE_LOG4NET_ENABLED", "false"));
    }

    [Fact]
    public async Task Arguments_are_told_where_that_is_asked_for_and_secrets_never()
    {
        var spans = await new LibraryApp("Tools") { Output = Output, Environment = [("DD_LOGS_INJECTION", "false")] }.Run(("DD_TRACE_COMMANDS_COLLECTION_ENABLED", "true"));
        Assert.Equal(
            """["/bin/true","--password","?","--user=me"]""",
            spans.Single(span => span.Resource == "/bin/true").Meta["cmd.exec"]);
    }

    [GeneratedRegex("(?<=working directory ')[^']*")]
    private static partial Regex Folder();
}
