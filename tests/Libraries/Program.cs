using System.Reflection;
using System.Runtime.CompilerServices;
using Libraries;

// Does real work with each library and prints what came of it; then compiles every method that it has, or that the assemblies have which it is given.
foreach (var (name, work) in Workloads.All)
    Console.WriteLine($"{name}: {await Outcome(work)}");
if (args is ["compile", .. var names])
{
    if (names.Length == 0)
        names = ["Newtonsoft.Json", "Dapper", "NodaTime", "AutoMapper", "YamlDotNet", "Polly.Core", "Serilog", "Humanizer", "Mono.Cecil", "MediatR", "FsCheck"];
    foreach (var name in names)
        Console.WriteLine(Compilation.Of(Assembly.Load(name)));
}
return 0;

static async Task<string> Outcome(Func<Task<string>> work)
{
    try
    {
        return await work();
    }
    catch (Exception e)
    {
        return e.ToString();
    }
}
