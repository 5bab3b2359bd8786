using System.Reflection;
using System.Runtime.CompilerServices;
using Libraries;

// Does real work with each library and prints what came of it; then compiles every method that it has.
foreach (var (name, work) in Workloads.All)
    Console.WriteLine($"{name}: {await Outcome(work)}");
if (args is ["compile"])
{
    foreach (var name in new[] { "Newtonsoft.Json", "Dapper", "NodaTime", "AutoMapper", "YamlDotNet", "Polly.Core", "Serilog", "Humanizer", "Mono.Cecil", "MediatR", "FsCheck" })
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
