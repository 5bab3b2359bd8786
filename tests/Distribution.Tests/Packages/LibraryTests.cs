using System.IO.Compression;

namespace DdRun.Distribution.Tests.Packages;

/// <summary>The library from its package, in apps of which nothing is left but what they use.</summary>
public class LibraryTests
{
    [Theory]
    [InlineData("<PublishAot>true</PublishAot>")]
    [InlineData("<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>")]
    public async Task An_app_that_is_compiled_ahead_of_time_or_trimmed_sends_spans_and_metrics_without_a_warning(string properties)
    {
        using var home = new EmptyHome(others: true);
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        Apps.Library(home, properties);
        var built = await home.Do("dotnet", "publish", "Kitchen", "-c", "Release", "-r", PackageFolder.Rid, "-o", "out");
        Assert.DoesNotContain("warning", built, StringComparison.OrdinalIgnoreCase);

        var result = await home.RunWith([("DD_TRACE_AGENT_URL", agent.Url), ("DD_DOGSTATSD_URL", statsd.Url)], "out/Kitchen");

        Assert.Equal((0, "served\n"), (result.ExitCode, result.Output));
        var span = Assert.Single(agent.Spans.Items);
        Assert.Equal(("assemble", "cheese", "kitchen"), (span.Name, span.Resource, span.Service));
        Assert.Equal(4, span.Metrics["ingredients"]);
        await statsd.Metrics.WaitForAny(metric => metric.Name == "sandwiches.sold", "the app's own metric");
        await statsd.Metrics.WaitForAny(metric => metric.Name.StartsWith("runtime.dotnet.", StringComparison.Ordinal), "a metric of the runtime");
    }

    [Fact]
    public void The_package_says_what_it_is_and_refers_to_nothing()
    {
        using var package = ZipFile.OpenRead(PackageFolder.File($"DdRun.Runtime.{PackageFolder.Version}.nupkg"));
        var nuspec = Text(package, "DdRun.Runtime.nuspec");

        foreach (var element in (string[])["<license type=\"expression\">MIT</license>", "<readme>README.md</readme>", "<icon>icon.png</icon>", "<tags>", "<releaseNotes>", "<description>", "<authors>The dd-run authors</authors>"])
            Assert.Contains(element, nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
        foreach (var framework in (string[])["net8.0", "net9.0", "net10.0"])
        {
            Assert.NotNull(package.GetEntry($"lib/{framework}/DdRun.Runtime.dll"));
            Assert.Contains("<member name=\"M:DdRun.Tracer.Trace(", Text(package, $"lib/{framework}/DdRun.Runtime.xml"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Its_symbols_hold_the_sources()
    {
        using var package = ZipFile.OpenRead(PackageFolder.File($"DdRun.Runtime.{PackageFolder.Version}.snupkg"));
        using var pdb = new MemoryStream();
        using (var entry = package.GetEntry("lib/net10.0/DdRun.Runtime.pdb")!.Open())
            entry.CopyTo(pdb);
        pdb.Position = 0;
        using var provider = System.Reflection.Metadata.MetadataReaderProvider.FromPortablePdbStream(pdb);
        var reader = provider.GetMetadataReader();
        var embeddedSource = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        var embedded = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Where(information => reader.GetGuid(information.Kind) == embeddedSource).Select(information => information.Parent).ToHashSet();
        var names = reader.Documents.Where(document => embedded.Contains(document)).Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList();

        Assert.Contains("/_/src/Runtime/Tracer.cs", names);
        Assert.All(names, name => Assert.StartsWith("/_/", name, StringComparison.Ordinal));
    }

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
