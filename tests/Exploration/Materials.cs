using System.Globalization;
using System.Text;

namespace DdRun.Exploration;

/// <summary>Files that the tools work on.</summary>
internal static class Materials
{
    /// <summary>A library to take apart: Cecil, as the in-process part ships it.</summary>
    public static string Library => Path.Combine(Repository.Home, "net10.0", "Mono.Cecil.dll");

    public static void CopySources(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Runtime"), "*.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Repository.Root, file);
            if (name.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
                continue;
            var copy = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public static void WriteFSharp(string folder)
    {
        var text = new StringBuilder("module Shapes\n\ntype Shape = Circle of float | Square of float | Other of string * int list\n");
        for (var i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"let rec area{i} shape acc = match shape with Circle r -> r*r*{i}.0 | Square a -> a*a | Other (_, []) -> acc | Other (name, x::rest) -> area{i} (Other (name, rest)) (acc + float x)\nlet sum{i} = List.fold (fun a b -> a + area{i} b 0.0) 0.0 >> string\n");
        }
        File.WriteAllText(Path.Combine(folder, "Shapes.fs"), text.ToString());
    }

    /// <summary>Packages of its own making, so that nothing is fetched.</summary>
    public static void WritePaket(string folder)
    {
        var feed = Directory.CreateDirectory(Path.Combine(folder, "feed")).FullName;
        for (var i = 0; i < 20; i++)
            WritePackage(Path.Combine(feed, $"Shop.Part{i}.1.0.{i}.nupkg"), $"Shop.Part{i}", $"1.0.{i}", i == 0 ? null : $"Shop.Part{i - 1}");
        File.WriteAllText(Path.Combine(folder, "paket.dependencies"), "source ./feed\nframework: net8.0\nstorage: none\nnuget Shop.Part19\n");
    }

    public static void WriteCake(string folder) => File.WriteAllText(Path.Combine(folder, "build.cake"), """
        var target = Argument("target", "Pack");
        Task("Clean").Does(() => { CleanDirectory("./out"); });
        Task("Build").IsDependentOn("Clean").DoesForEach(Enumerable.Range(1, 20), number =>
        {
            System.IO.File.WriteAllText($"./out/part{number}.txt", string.Join("\n", Enumerable.Range(0, number * 50).Select(line => $"{number}: {line}")));
            Information("part {0}", number);
        });
        Task("Fails").ContinueOnError().Does(() => throw new InvalidOperationException("as planned"));
        Task("Pack").IsDependentOn("Build").IsDependentOn("Fails").Does(() => Information("{0} files", GetFiles("./out/*.txt").Count));
        RunTarget(target);
        """);

    public static void WriteOpenApi(string folder)
    {
        var paths = new StringBuilder();
        var schemas = new StringBuilder();
        for (var i = 0; i < 25; i++)
        {
            var comma = i == 0 ? "" : ",";
            paths.Append(CultureInfo.InvariantCulture, $$"""
                {{comma}}"/pets{{i}}/{id}": { "get": { "operationId": "getPet{{i}}", "tags": ["pets{{i}}"], "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }],
                "responses": { "200": { "description": "a pet", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Pet{{i}}" } } } }, "404": { "description": "none" } } },
                "put": { "operationId": "putPet{{i}}", "tags": ["pets{{i}}"], "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Pet{{i}}" } } } }, "responses": { "204": { "description": "done" } } } }
                """);
            schemas.Append(CultureInfo.InvariantCulture, $$"""
                {{comma}}"Pet{{i}}": { "type": "object", "required": ["id"], "properties": { "id": { "type": "integer", "format": "int64" }, "name": { "type": "string" }, "born": { "type": "string", "format": "date-time" },
                "kind": { "type": "string", "enum": ["cat", "dog"] }, "friends": { "type": "array", "items": { "$ref": "#/components/schemas/Pet{{Math.Max(0, i - 1)}}" } } } }
                """);
        }
        File.WriteAllText(Path.Combine(folder, "pets.json"), $$"""
            { "openapi": "3.0.1", "info": { "title": "Pets", "version": "1" }, "servers": [{ "url": "https://shop.test/" }], "paths": { {{paths}} }, "components": { "schemas": { {{schemas}} } } }
            """);
    }

    public static void WritePowerShell(string folder) => File.WriteAllText(Path.Combine(folder, "work.ps1"), """
        $ErrorActionPreference = 'Stop'
        1..2000 | Where-Object { $_ % 3 -eq 0 } | ForEach-Object { [pscustomobject]@{ Number = $_; Square = $_ * $_ } } | Group-Object { $_.Number % 7 } | Sort-Object { [int]$_.Name } | Format-Table Name, Count
        @{ a = 1; b = @(1, 2, @{ c = 'x' }) } | ConvertTo-Json -Depth 5 -Compress
        class Animal { [string] $Name; Animal([string] $name) { $this.Name = $name }; [string] Speak() { return "$($this.Name) speaks" } }
        [Animal]::new('cat').Speak()
        try { Get-Item ./nothing } catch { $_.Exception.GetType().Name }
        Get-ChildItem . | Select-Object -ExpandProperty Name
        (Start-Job { 6 * 7 } | Wait-Job | Receive-Job)
        'text' | Out-File out.txt
        [regex]::Matches('a1b22c333', '\d+').Value -join ','
        exit 3
        """);

    public static void WriteDocfx(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "docfx.json"), """
            { "build": { "content": [{ "files": ["**.md", "toc.yml"] }], "output": "site", "template": ["default", "modern"], "globalMetadata": { "_appTitle": "Shop" } } }
            """);
        File.WriteAllText(Path.Combine(folder, "index.md"), "# Shop\n\nSee [parts](part1.md).\n");
        var contents = new StringBuilder("- name: Shop\n  href: index.md\n");
        for (var i = 1; i <= 20; i++)
        {
            contents.Append(CultureInfo.InvariantCulture, $"- name: Part {i}\n  href: part{i}.md\n");
            File.WriteAllText(Path.Combine(folder, $"part{i}.md"), $"""
                # Part {i}

                | what | how much |
                |---|---|
                | price | {i * 7} |

                > [!NOTE]
                > See [the next](part{(i % 20) + 1}.md), **not** `this`.

                ```csharp
                var part = Shop.Part{i}.Make(1, 2, {i});
                ```

                """);
        }
        File.WriteAllText(Path.Combine(folder, "toc.yml"), contents.ToString());
    }

    private static void WritePackage(string path, string id, string version, string? dependency)
    {
        using var archive = new System.IO.Compression.ZipArchive(File.Create(path), System.IO.Compression.ZipArchiveMode.Create);
        using (var writer = new StreamWriter(Entry(archive, id + ".nuspec")))
        {
            writer.Write($"""
                <?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{id}</id><version>{version}</version><authors>shop</authors><description>part</description>
                <dependencies><group targetFramework="net8.0">{(dependency is null ? "" : $"<dependency id=\"{dependency}\" version=\"1.0.0\" />")}</group></dependencies></metadata></package>
                """);
        }
        using var library = Entry(archive, $"lib/net8.0/{id}.txt");
        library.Write("part"u8);
    }

    // Two packages that are made alike are the same.
    private static Stream Entry(System.IO.Compression.ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }
}
