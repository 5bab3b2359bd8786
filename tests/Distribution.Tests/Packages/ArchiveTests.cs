using System.Security.Cryptography;
using System.Text.Json;

namespace DdRun.Distribution.Tests.Packages;

/// <summary>What is unpacked instead of installed by the SDK, and what is said about all of it.</summary>
public class ArchiveTests
{
    [Fact]
    public async Task An_archive_traces_from_wherever_it_was_unpacked()
    {
        using var home = new EmptyHome();
        await home.Do("tar", "-xzf", PackageFolder.File($"dd-run-{PackageFolder.Version}-{PackageFolder.Rid}.tar.gz"));
        Apps.Plain(home);
        await home.Do("dotnet", "build", "Shop", "-c", "Release", "-o", "out");

        var result = await home.Run("dd-run/bin/dd-run", "--local", "dotnet", "out/Shop.dll");

        Assert.Equal((3, "Hello, world\n"), (result.ExitCode, result.Output));
        Assert.Contains("greet  world", result.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(home.Path, "dd-run", "LICENSE")));
    }

    [Fact]
    public async Task The_archive_for_any_platform_has_the_viewer_for_the_runtime_that_is_there()
    {
        using var home = new EmptyHome();
        await home.Do("tar", "-xzf", PackageFolder.File($"dd-run-{PackageFolder.Version}-any.tar.gz"));
        home.Write("spans.json", """[[{"trace_id":1,"span_id":2,"parent_id":0,"name":"greet","resource":"world","service":"shop","start":1700000000000000000,"duration":1000,"error":0}]]""");

        var exported = await home.Do("dotnet", "dd-run/bin/dd-run.dll", "view", "spans.json", "--export", "datadog");

        Assert.Contains("\"resource\":\"world\"", exported, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(home.Path, "dd-run", "home", "viewer", "dd-run-view")));
        if (File.Exists(Path.Combine(Repository.Home, "viewer", "web", "index.html")))
            Assert.True(File.Exists(Path.Combine(home.Path, "dd-run", "home", "viewer", "web", "index.html")));
    }

    [DebianFact]
    public async Task A_Debian_package_puts_the_command_on_the_path_and_needs_nothing()
    {
        using var home = new EmptyHome();
        var package = PackageFolder.File($"dd-run_{PackageFolder.Version}_*.deb", name => name.Contains(PackageFolder.Rid.EndsWith("x64", StringComparison.Ordinal) ? "amd64" : "arm64", StringComparison.Ordinal));
        await home.Do("dpkg-deb", "-x", package, "root");
        var control = await home.Do("dpkg-deb", "--field", package);

        Assert.Contains($"Package: dd-run\nVersion: {PackageFolder.Version}\n", control, StringComparison.Ordinal);
        Assert.DoesNotContain("Depends:", control, StringComparison.Ordinal);
        Assert.StartsWith($"dd-run {PackageFolder.Version} (", await home.Do("root/usr/bin/dd-run", "--version"), StringComparison.Ordinal);
        Assert.Contains($"{home.Path}/root/opt/dd-run/home/hook", await home.Do("root/usr/bin/dd-run", "--info"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksums_are_those_of_every_package()
    {
        var stated = File.ReadAllLines(Path.Combine(PackageFolder.Path, "SHA256SUMS")).Select(line => line.Split("  ")).ToDictionary(pair => pair[1], pair => pair[0]);
        var actual = Directory.GetFiles(PackageFolder.Path).Where(file => Path.GetFileName(file) != "SHA256SUMS").ToDictionary(file => Path.GetFileName(file), Sum);

        Assert.Equal(actual.OrderBy(pair => pair.Key, StringComparer.Ordinal), stated.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [ReproducibleFact]
    public void Every_entry_of_a_package_has_one_time()
    {
        foreach (var file in Directory.GetFiles(PackageFolder.Path, "*.*nupkg"))
        {
            using var package = System.IO.Compression.ZipFile.OpenRead(file);
            Assert.Single(package.Entries.Select(entry => entry.LastWriteTime.DateTime).Distinct());
        }
    }

    [BillOfMaterialsFact]
    public void The_bill_of_materials_names_what_is_inside()
    {
        using var bill = JsonDocument.Parse(File.ReadAllBytes(PackageFolder.File("*.cdx.json")));
        var names = bill.RootElement.GetProperty("components").EnumerateArray().Select(component => component.GetProperty("name").GetString()).ToList();

        Assert.Contains("Mono.Cecil", names);
        Assert.Contains("System.CommandLine", names);
        Assert.Contains("Microsoft.Diagnostics.NETCore.Client", names);
        Assert.Contains("MessagePack", names);
        Assert.Contains("Google.Protobuf", names);
        if (File.Exists(Path.Combine(Repository.Home, "viewer", "web", "index.html")))
            Assert.Contains("preact", names);
        Assert.Equal(PackageFolder.Version, bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("version").GetString());
    }

    private static string Sum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
