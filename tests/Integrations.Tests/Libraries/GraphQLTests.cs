namespace DdRun.Integrations.Tests.Libraries;

public sealed class GraphQLTests
{
    [Theory]
    [InlineData("Graph")]
    [InlineData("Graph82")]
    public async Task Requests_are_validated_and_executed_and_their_errors_are_told(string app) =>
        await new LibraryApp(app) { Output = "answered\nanswered\nanswered\nfailed\nfailed\n" }.IsTraced(app, ["GraphQL"]);
}
