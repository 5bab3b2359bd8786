namespace DdRun.Distribution.Tests.Packages;

/// <summary>A user who has nothing but the .NET SDK and the packages, in folders that no other user knows.</summary>
internal sealed class EmptyHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="others">Whether packages that are not ours are restored as for everybody: from the public registry, through the machine's cache.</param>
    public EmptyHome(bool others = false)
    {
        Source = Directory.CreateDirectory(System.IO.Path.Combine(Path, "source")).FullName;
        foreach (var package in Directory.GetFiles(PackageFolder.Path, "*.nupkg"))
            File.CreateSymbolicLink(System.IO.Path.Combine(Source, System.IO.Path.GetFileName(package)), package);
        _folder.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                {(others ? "" : "<clear />")}
                <add key="packages" value="{Source}" />
              </packageSources>
            </configuration>
            """);
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = Path,
            ["DOTNET_CLI_HOME"] = Path,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["NUGET_PACKAGES"] = System.IO.Path.Combine(Path, "packages"),
            ["XDG_CACHE_HOME"] = System.IO.Path.Combine(Path, "cache"),
            ["PATH"] = $"{Path}/.dotnet/tools:{System.Environment.GetEnvironmentVariable("PATH")}",
        };
        // What others have published need not be fetched again for each of these users; what is ours must be.
        if (others)
            Environment = new Dictionary<string, string>(Environment) { ["NUGET_FALLBACK_PACKAGES"] = MachineCache };
    }

    public string Path => _folder.Path;

    /// <summary>The folder with our packages.</summary>
    public string Source { get; }

    public IReadOnlyDictionary<string, string> Environment { get; }

    private static string MachineCache =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? System.IO.Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Path, name))!);
        return _folder.Write(name, text);
    }

    public Task<TargetResult> Run(params string[] command) => RunWith([], command);

    public Task<TargetResult> RunWith((string Name, string Value)[] environment, params string[] command) =>
        TargetProcess.Run(new Target(command) { LauncherArguments = null, WorkingDirectory = Path, Environment = Environment }.With(environment));

    /// <summary>Runs what has to succeed.</summary>
    public async Task<string> Do(params string[] command)
    {
        var result = await Run(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)} ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
        return result.Output;
    }

    public void Dispose() => _folder.Dispose();
}
