using DdRun.Instrumentation.Profiler;
using Profiled;
using Profiled.Scenarios;

if (ProfilerBridge.TryConnect(out string reason) is not { } bridge)
{
    Console.WriteLine(reason);
    return 1;
}
var weaver = new Weaver(bridge);
Console.WriteLine($"runtime {Environment.Version.Major}");
Action<Weaver> run = args[0] switch
{
    "inlined" => Changes.Inlined,
    "inliner" => Changes.Inliner,
    "generic" => Changes.Generic,
    "twice" => Changes.Twice,
    "restore" => Changes.Restore,
    "concurrent" => Changes.Concurrent,
    "framework" => Modules.Framework,
    "bytes" => Modules.FromBytes,
    "collectible" => Modules.Collectible,
    "build" => Modules.AnotherBuild,
    "broken" => Failures.Broken,
    "initialised" => Failures.Initialised,
    "malformed" => Failures.Malformed,
    _ => throw new ArgumentException(args[0]),
};
run(weaver);
return 0;
