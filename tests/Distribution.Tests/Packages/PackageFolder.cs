using System.IO.Compression;

namespace DdRun.Distribution.Tests.Packages;

/// <summary><c>artifacts/packages</c>, as <c>./build.sh pack</c> has left it.</summary>
internal static class PackageFolder
{
    public static string Path { get; } = Find();

    public static string Version { get; } = System.IO.Path.GetFileName(File("dd-run.*.nupkg", name => char.IsAsciiDigit(name["dd-run.".Length])))["dd-run.".Length..^".nupkg".Length];

    /// <summary>This machine's platform.</summary>
    public static string Rid { get; } = "linux-" + System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The only file of a pattern.</summary>
    public static string File(string pattern, Predicate<string>? filter = null) =>
        Directory.GetFiles(Path, pattern).Single(file => filter?.Invoke(System.IO.Path.GetFileName(file)) ?? true);

    /// <summary>A copy of a package that says to be of another version.</summary>
    public static void CopyAs(string id, string version, string folder)
    {
        var copy = System.IO.Path.Combine(folder, $"{id}.{version}.nupkg");
        System.IO.File.Copy(File($"{id}.{Version}.nupkg"), copy);
        using var archive = ZipFile.Open(copy, ZipArchiveMode.Update);
        var nuspec = archive.GetEntry(id + ".nuspec")!;
        string text;
        using (var reader = new StreamReader(nuspec.Open()))
            text = reader.ReadToEnd();
        nuspec.Delete();
        using var writer = new StreamWriter(archive.CreateEntry(id + ".nuspec").Open());
        writer.Write(text.Replace($"<version>{Version}</version>", $"<version>{version}</version>", StringComparison.Ordinal));
    }

    private static string Find()
    {
        var folder = System.IO.Path.Combine(Repository.Root, "artifacts", "packages");
        return Directory.Exists(folder) ? folder : throw new InvalidOperationException($"{folder} is missing: run './build.sh pack --here' first");
    }
}
