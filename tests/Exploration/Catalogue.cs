namespace DdRun.Exploration;

/// <summary>The tools that are explored, and what each is given to do.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Tool> All { get; } =
    [
        new("csharpier", "1.3.0", "csharpier", new("format", "sources") { Prepare = folder => Materials.CopySources(Path.Combine(folder, "sources")) }),
        new("ilspycmd", "9.1.0.7988", "ilspycmd", new("-p", "-o", "decompiled", Materials.Library) { Prepare = folder => Directory.CreateDirectory(Path.Combine(folder, "decompiled")) }),
        new("fantomas", "8.1.1", "fantomas", new("Shapes.fs") { Prepare = Materials.WriteFSharp }),
        new("paket", "12.0.0", "paket", new("install") { Prepare = Materials.WritePaket }),
        new("cake.tool", "7.0.0", "dotnet-cake", new("build.cake") { Prepare = Materials.WriteCake }),
        new("NSwag.ConsoleCore", "14.8.0", "nswag", new("openapi2csclient", "/input:pets.json", "/classname:Pets", "/namespace:Shop", "/output:Pets.cs") { Prepare = Materials.WriteOpenApi }) { Start = ["version"] },
        new("PowerShell", "7.6.9", "pwsh", new("-NoProfile", "-NonInteractive", "-File", "work.ps1") { Prepare = Materials.WritePowerShell }) { Start = ["-NoProfile", "-Command", "1"], Folder = "unix" },
        // Its scripts are compiled against the reference assemblies of a framework that the registry has not.
        new("fake-cli", "6.2.0", "fake", new("--version")),
        new("Microsoft.OpenApi.Kiota", "1.38.0", "kiota", new("generate", "--language", "CSharp", "--openapi", "pets.json", "--output", "client", "--class-name", "Pets", "--namespace-name", "Shop") { Prepare = Materials.WriteOpenApi }),
        new("docfx", "2.81.0", "docfx", new("build", "docfx.json") { Prepare = Materials.WriteDocfx, IsUnordered = true }),
        new("garnet-server", "2.2.8", "garnet-server", new("--port", Conversations.CachePort, "--bind", "127.0.0.1") { Talk = Conversations.WithCache }),
        new("Rnwood.Smtp4dev", "3.15.0", "smtp4dev", new("--smtpport", Conversations.MailPort, "--urls", "http://127.0.0.1:" + Conversations.PagePort, "--imapport=", "--pop3port=", "--db=", "--nousersettings", "--hostname", "mail.test") { Talk = Conversations.WithMailServer, IsUnordered = true }) { Start = ["--help"] },
    ];
}
