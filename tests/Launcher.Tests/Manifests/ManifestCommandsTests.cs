namespace DdRun.Launcher.Tests.Manifests;

public class ManifestCommandsTests
{
    private static string Sample { get; } = Path.Combine(DdRunProcess.Root, "samples", "SandwichShop", "dd-run.json");

    // The tests' own folder has Newtonsoft.Json in it, and us.
    private static string App { get; } = typeof(ManifestCommandsTests).Assembly.Location;

    [Fact]
    public void Explain_lists_the_methods_that_a_pattern_means()
    {
        var run = DdRunProcess.Run("explain", "Newtonsoft.Json.JsonConvert.SerializeObject(object)", "--app", App);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("✓ Newtonsoft.Json.JsonConvert.SerializeObject(object)", Utf8(run.Output), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Explain_shows_the_code_before_and_after()
    {
        var run = DdRunProcess.Run("explain", "Newtonsoft.Json.JsonConvert.SerializeObject(object)", "--app", App, "--il");

        var after = run.Output[run.Output.IndexOf("after", StringComparison.Ordinal)..];
        Assert.DoesNotContain("Probe", run.Output[..^after.Length], StringComparison.Ordinal);
        Assert.Contains("DdRun.Probes.Probe::Enter", after, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_means_nothing_gets_suggestions()
    {
        var run = DdRunProcess.Run("explain", "Newtonsoft.Json.JsonConvert.SerialiseObject", "--app", App);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("did you mean Newtonsoft.Json.JsonConvert.SerializeObject", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"assembly\": \"Newtonsoft\"", "\"assembly\" says Newtonsoft, and the method is in Newtonsoft.Json")]
    [InlineData("\"versions\": \"1-2\"", "\"versions\" says 1-2, and Newtonsoft.Json has version 13.0.0.0")]
    public void What_keeps_a_rule_from_the_method_that_it_names_is_told(string member, string obstacle)
    {
        using var manifest = new TemporaryFile(System.Text.Encoding.UTF8.GetBytes(
            $$"""{ "instrument": [ { "method": "Newtonsoft.Json.JsonConvert.SerializeObject(object)", {{member}} } ] }"""));

        var run = DdRunProcess.Run("manifest", "check", manifest.Path, "--app", App);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"SerializeObject(object) matches nothing\n  {obstacle}\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_tells_place_and_reason_of_what_is_wrong()
    {
        using var manifest = new TemporaryFile(
            """
            { "instrument": [
                { "method": "Newtonsoft.Json.JsonConvert.SerializeObject(object)", "resorce": "x" },
                { "method": "Newtonsoft.Json.JsonConvert.ToString(bool)" },
                { "method": "Newtonsoft.Json.JsonConvert.ToString(bool)", "exclude": true }
            ] }
            """u8.ToArray());

        var run = DdRunProcess.Run("manifest", "check", manifest.Path, "--app", App);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{manifest.Path}(2,", run.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean \"resource\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("excluded", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 excluded", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_counts_quiet_methods_by_themselves()
    {
        using var manifest = new TemporaryFile(
            """
            { "instrument": [
                { "method": "Newtonsoft.Json.JsonConvert.SerializeObject(object)" },
                { "method": "Newtonsoft.Json.JsonConvert.ToString(bool)", "quiet": true }
            ] }
            """u8.ToArray());

        var run = DdRunProcess.Run("manifest", "check", manifest.Path, "--app", App);

        Assert.Contains("2 methods in ", run.Output, StringComparison.Ordinal);
        Assert.Contains(": 1 traced, 1 quiet, 0 excluded, 0 left alone", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_tells_of_sources_that_nothing_makes()
    {
        using var manifest = new TemporaryFile("""{ "activities": [ { "source": ["Newtonsoft.Json.*", "Bakery.Oven"] } ] }"""u8.ToArray());

        var run = DdRunProcess.Run("manifest", "check", manifest.Path, "--app", App);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{manifest.Path}(1,19): no assembly of the application makes a source called Bakery.Oven\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("called Newtonsoft", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NATS.Net", null, "spans, unless DD_TRACE_NATS_ENABLED=false (integration Nats)", "nats.{messaging.operation}")]
    [InlineData("NATS.Net", "orders subscribe", "spans, unless", "– *subscribe  dropped  integration/Nats/activities.json(")]
    [InlineData("Npgsql", null, "never spans: what they tell is told otherwise (integration Npgsql)", "")]
    [InlineData("My.Own", null, "spans only with DD_TRACE_OTEL_ENABLED", "")]
    public void Explain_says_what_becomes_of_activities(string source, string? operation, string fate, string rule)
    {
        var run = DdRunProcess.Run(["explain", "--source", source, .. operation is null ? (string[])[] : ["--operation", operation]]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(fate, run.Output, StringComparison.Ordinal);
        Assert.Contains(rule, Utf8(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_of_ones_own_names_a_source_before_an_integration_does()
    {
        using var manifest = new TemporaryFile("""{ "activities": [ { "source": "NATS.Net", "operations": [ { "operation": "a*", "name": "mine" } ] } ] }"""u8.ToArray());

        var met = DdRunProcess.Run("explain", "--source", "NATS.Net", "--operation", "any", "--manifest", manifest.Path);
        var missed = DdRunProcess.Run("explain", "--source", "NATS.Net", "--operation", "other", "--manifest", manifest.Path);

        Assert.Equal((0, 1), (met.ExitCode, missed.ExitCode));
        Assert.Contains("✓ a*  mine, {display}", Utf8(met.Output), StringComparison.Ordinal);
        Assert.Contains("no rule means other", missed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_without_a_pattern_or_a_source_says_what_it_takes()
    {
        var run = DdRunProcess.Run("explain", "--app", App);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("explain takes a PATTERN, or --source NAME", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_writes_a_manifest_that_check_accepts_and_never_overwrites_one()
    {
        var folder = Directory.CreateTempSubdirectory("dd-run-");
        var file = Path.Combine(folder.FullName, "first.json");

        Assert.Equal(0, DdRunProcess.Run("manifest", "init", "--app", App, "--output", file).ExitCode);
        var text = File.ReadAllText(file);
        Assert.Contains("ManifestCommandsTests", text, StringComparison.Ordinal);
        Assert.Contains("\"$schema\": \"./dd-run.schema.json\"", text, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(DdRunProcess.Root, "dd-run.schema.json")), File.ReadAllText(Path.Combine(folder.FullName, "dd-run.schema.json")));
        Assert.DoesNotContain(": error:", DdRunProcess.Run("manifest", "check", file, "--app", App).Output, StringComparison.Ordinal);

        Assert.Equal(1, DdRunProcess.Run("manifest", "init", "--app", App, "--output", file).ExitCode);
        Assert.Equal(text, File.ReadAllText(file));
        folder.Delete(true);
    }

    [Fact]
    public void A_manifest_that_is_wrong_is_told_before_the_start_and_the_target_runs_unless_strict()
    {
        using var manifest = new TemporaryFile("""{ "instrument": [ { "methd": "A.B(*)" } ] }"""u8.ToArray());

        var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, "--manifest", manifest.Path, "echo", "ran");
        Assert.Equal("ran\n", run.Output);
        Assert.StartsWith($"dd-run: {manifest.Path}(1,", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));

        Assert.Equal(125, DdRunProcess.RunWith(DdRunProcess.SomeHome, "--strict", "--manifest", manifest.Path, "echo", "ran").ExitCode);
    }

    [Fact]
    public void The_demos_manifest_is_right() =>
        Assert.Equal("", DdRunProcess.RunWith(DdRunProcess.SomeHome, "--strict", "--manifest", Sample, "true").Error);

    [Theory]
    [InlineData(1, "explain", "A.B.C", "--app", "/nowhere/app.dll")]
    [InlineData(2, "explain", "A.B.C")]
    [InlineData(2, "explain", "A.B.C", "--app", "")]
    [InlineData(2, "explain", "A.B.C", "--bogus", "--app", "/nowhere/app.dll")]
    [InlineData(2, "manifest")]
    [InlineData(2, "manifest", "chek")]
    [InlineData(2, "manifest", "check", "m.json", "--app", "")]
    [InlineData(2, "manifest", "check", "", "--app", "/nowhere/app.dll")]
    [InlineData(2, "manifest", "init", "--app", "/nowhere/app.dll", "--output", "")]
    [InlineData(2, "explain", "A.B.C", "--app", "/nowhere/app.dll", "--pid", "1")]
    [InlineData(2, "explain", "A.B.C", "--pid", "1", "--json")]
    [InlineData(2, "explain", "A.B.C", "--app", "nowhere", "--il", "--json")]
    [InlineData(125, "explain", "A.B.C", "--pid", "2147483647")]
    [InlineData(125, "attach", "no-process-is-called-this")]
    [InlineData(2, "attach", "--manifest", "", "1")]
    [InlineData(1, "manifest", "check", "/nowhere/dd-run.json", "--app", "/nowhere/app.dll")]
    [InlineData(125, "attach", "2147483647")]
    [InlineData(0, "manifest", "--help")]
    [InlineData(0, "attach", "--help")]
    public void Exit_codes(int expected, params string[] arguments) => Assert.Equal(expected, DdRunProcess.Run(arguments).ExitCode);

    [Theory]
    [InlineData("/etc/hostname", "no .NET assembly at /etc/hostname; of a single-file program, name the one that it was built from")]
    [InlineData("/no/such.dll", "/no/such.dll does not exist")]
    public void An_app_that_shows_no_methods_is_told(string app, string reason)
    {
        var run = DdRunProcess.Run("explain", "Shop.Kitchen", "--app", app);
        Assert.Equal((1, $"dd-run: {reason}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_program_of_the_same_name_is_started_behind_two_dashes() =>
        Assert.Equal("dd-run: attach: command not found\n", DdRunProcess.Run("--", "attach").Error);

    private static string Utf8(string latin1) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(latin1));
}
