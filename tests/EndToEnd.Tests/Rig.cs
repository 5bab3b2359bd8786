namespace DdRun.EndToEnd.Tests;

/// <summary>A test agent, a folder, and targets that report to the one and keep their files in the other.</summary>
public sealed class Rig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Rig(TestAgent agent) => Agent = agent;

    public TestAgent Agent { get; }

    public string Folder => _folder.Path;

    public static async Task<Rig> Start() => new(await TestAgent.Start());

    public static async Task<Rig> StartUnix() => new(await TestAgent.StartUnix());

    /// <summary>A target of the newest runtime, started as users do: <c>dotnet App.dll</c>.</summary>
    public Target Dotnet(string app, IEnumerable<string> rules, params string[] arguments) =>
        Executable("dotnet", rules, [Repository.App(app, app + ".dll"), .. arguments]);

    public Target Executable(string file, IEnumerable<string> rules, params string[] arguments) => new([file, .. arguments])
    {
        LauncherArguments = ["--manifest", Manifest(rules), "--agent-url", Agent.Url, "--service", "e2e"],
        Environment = new Dictionary<string, string> { ["XDG_CACHE_HOME"] = Folder },
    };

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>The source of a program that says hello by <c>App.Say</c>.</summary>
    /// <param name="properties">More of the project's properties, as XML.</param>
    public void WriteProject(string properties = "")
    {
        Write("app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                {properties}
              </PropertyGroup>
            </Project>
            """);
        Write("Program.cs", """
            System.Console.WriteLine(App.Say("hello"));
            public static class App { public static string Say(string what) => what; }
            """);
    }

    private string Manifest(IEnumerable<string> rules) =>
        Write($"{Guid.NewGuid():n}.json", $$"""{ "instrument": [ {{string.Join(",\n", rules)}} ] }""");

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _folder.Dispose();
    }
}
