namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>A program that works with many libraries.</summary>
internal static class LibrariesApp
{
    public static readonly string[] Names = ["Newtonsoft.Json", "Dapper", "NodaTime", "AutoMapper", "YamlDotNet", "Polly.Core", "Serilog", "Humanizer", "Mono.Cecil", "MediatR", "FsCheck"];

    public static string Path =>
        System.IO.Path.Combine(DdRun.Testing.Repository.Root, "tests", "Libraries", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Libraries.dll");

    public static string EveryMethod => EveryMethodOf(Names, "parent");

    public static string EveryMethodOf(IEnumerable<string> names, string when) =>
        "{ \"instrument\": [" + string.Join(",", names.Select(name => $"{{ \"method\": \"**.**\", \"assembly\": \"{name}\", \"when\": \"{when}\" }}")) + "] }";
}
