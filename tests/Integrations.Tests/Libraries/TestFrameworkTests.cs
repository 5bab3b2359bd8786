using System.Text.RegularExpressions;
using DdRun.Integrations.Tests.Processes;
using DdRun.Testing;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Unchanged test projects, as their users run them.</summary>
public sealed partial class TestFrameworkTests
{
    [Theory]
    [InlineData("XUnitTests", "2.9.3", "XUnit")]
    [InlineData("NUnitTests", "5.0.0", "NUnit")]
    [InlineData("MsTestTests", "4.5.3", "MsTestV2")]
    public async Task Each_test_that_VSTest_runs_is_a_trace(string app, string version, string integration)
    {
        await using var mill = await Mill();
        await Tests(app, version, mill, 1, ["dotnet", "test", Repository.App(app, "Bakery.Tests.dll")]).IsTraced(app, [integration], "http.request", "sqlite.query");
    }

    [Theory]
    [InlineData("XUnit3Tests", "4.0.2", "XUnit", 1)]
    [InlineData("TUnitTests", "1.81.10", "TUnit", 2)]
    public async Task Each_test_of_a_program_of_tests_is_a_trace(string app, string version, string integration, int exitCode)
    {
        await using var mill = await Mill();
        await Tests(app, version, mill, exitCode, ["dotnet", Repository.App(app, "Bakery.Tests.dll")]).IsTraced(app, [integration], "http.request", "sqlite.query");
    }

    // The newest release's traces, but for what the frameworks themselves say otherwise.
    [Theory]
    [InlineData("XUnitOldTests", "2.4.1", "XUnitTests")]
    [InlineData("NUnitOldTests", "3.6.0.0", "NUnitTests")]
    [InlineData("MsTestOldTests", "3.11.1", "MsTestOldTests")]
    public async Task So_is_one_of_an_old_release(string app, string version, string snapshot)
    {
        await using var mill = await Mill();
        var tests = Tests(app, version, mill, 1, ["dotnet", "test", Repository.App(app, "Bakery.Tests.dll")]);
        Snapshot.Matches(snapshot, tests.Text(await tests.Run(("DD_TRACE_OTEL_ENABLED", "true"))));
    }

    public static TheoryData<string, string, int, string[]> OtherWays => new()
    {
        { "XUnit3OldTests", "2.0.3", 1, ["dotnet", Repository.App("XUnit3OldTests", "Bakery.Tests.dll")] },
        // VSTest's host starts a program of tests.
        { "XUnit3Tests", "4.0.2", 1, ["dotnet", "test", Repository.App("XUnit3Tests", "Bakery.Tests.dll")] },
        { "MsTestTests", "4.5.3", 2, ["dotnet", Repository.App("MsTestTests", "Bakery.Tests.dll")] },
        { "TUnitTests", "1.81.10", 2, ["dotnet", "run", "--no-build", "-c", "Release", "--project", Path.Combine(Repository.Root, "tests", "apps", "integrations", "Tests", "TUnit")] },
    };

    [Theory]
    [MemberData(nameof(OtherWays))]
    public async Task It_is_the_same_trace_whichever_way_a_test_is_run(string app, string version, int exitCode, string[] command)
    {
        await using var mill = await Mill();
        var tests = Tests(app, version, mill, exitCode, command);
        Snapshot.Matches(app.Replace("Old", "", StringComparison.Ordinal), tests.Text(await tests.Run()));
    }

    // Its test runner is chosen by a file beside.
    [Fact]
    public async Task So_it_is_where_the_SDK_runs_programs_of_tests()
    {
        await using var mill = await Mill();
        using var folder = new TemporaryFolder();
        folder.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        var tests = Tests("MsTestTests", "4.5.3", mill, 2, ["dotnet", "test", "--test-modules", "Bakery.Tests.dll", "--root-directory", Path.GetDirectoryName(Repository.App("MsTestTests", "Bakery.Tests.dll"))!], folder.Path);
        Snapshot.Matches("MsTestTests", tests.Text(await tests.Run()));
    }

    [Fact]
    public async Task A_failed_test_shows_its_trace()
    {
        await using var mill = await HttpStub.Start((context, _) => context.Response.WriteAsync("gravel"));
        var result = await TargetProcess.Run(new Target("dotnet", "test", Repository.App("NUnitTests", "Bakery.Tests.dll")) { LauncherArguments = ["--local", "-nc"] }.With(("MILL", mill.Url.ToString())));
        var lines = result.Errors.Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains("nunit.test  Bakery.Tests.OvenTests.Orders_flour  [Bakery.Tests]", StringComparison.Ordinal));
        Assert.EndsWith("test.status=fail  test.traits={\"Category\":[\"bread\"]}  ✗ TestException: no flour", lines[at], StringComparison.Ordinal);
        Assert.Contains("└─ http.request  GET 127.0.0.1:", lines[at + 1], StringComparison.Ordinal);
    }

    private static Task<HttpStub> Mill() => HttpStub.Start((context, _) => context.Response.WriteAsync("flour"));

    private static LibraryApp Tests(string app, string version, HttpStub mill, int exitCode, string[] command, string? folder = null) => new(app)
    {
        Command = command,
        WorkingDirectory = folder,
        Output = null,
        ExitCode = exitCode,
        Environment = [("MILL", mill.Url.ToString())],
        Order = span => span.Resource + span.Meta.GetValueOrDefault("test.parameters"),
        Scrub = text =>
        {
            Assert.Equal(Regex.Count(text, @"^\w+\.test \|", RegexOptions.Multiline), Regex.Count(text, $"^  test.framework_version={Regex.Escape(version)}$", RegexOptions.Multiline));
            return text.Replace("test.framework_version=" + version, "test.framework_version=VERSION", StringComparison.Ordinal);
        },
    };
}
