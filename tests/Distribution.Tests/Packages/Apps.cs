namespace DdRun.Distribution.Tests.Packages;

/// <summary>Programs as users write them, none of which knows this repository.</summary>
internal static class Apps
{
    public const string Manifest = """{ "instrument": [ { "method": "Shop.Greeter.Greet(*)", "name": "greet", "resource": "{whom}" } ] }""";

    /// <summary>A console program without a line of tracing, with a manifest beside it.</summary>
    public static void Plain(EmptyHome home, string references = "", string name = "Shop", int exitCode = 3)
    {
        home.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <None Include="dd-run.json" CopyToOutputDirectory="PreserveNewest" />
                {references}
              </ItemGroup>
            </Project>
            """);
        home.Write(name + "/dd-run.json", Manifest);
        home.Write(name + "/Program.cs", $$"""
            System.Console.WriteLine(Shop.Greeter.Greet(args.Length > 0 ? args[0] : "world"));
            return {{exitCode}};

            namespace Shop
            {
                public static class Greeter
                {
                    public static string Greet(string whom) => "Hello, " + whom;
                }
            }
            """);
    }

    /// <summary>A program that makes a span and a metric by the library of our package.</summary>
    public static void Library(EmptyHome home, string properties)
    {
        home.Write("Kitchen/Kitchen.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <CppCompilerAndLinker>gcc</CppCompilerAndLinker>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DdRun.Runtime" Version="{PackageFolder.Version}" />
              </ItemGroup>
            </Project>
            """);
        home.Write("Kitchen/Program.cs", """
            using DdRun;

            RuntimeMetrics.Enable();
            using (var span = Tracer.Trace("assemble", service: "kitchen", resource: "cheese"))
                span.SetTag("ingredients", 4);
            Statsd.Default.Increment("sandwiches.sold", tags: ["kind:cheese"]);
            System.Console.WriteLine("served");
            """);
    }
}
