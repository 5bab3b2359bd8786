using DdRun.Instrumentation.Profiler;
using Microsoft.Diagnostics.NETCore.Client;
using Profiled;
using Profiled.Scenarios;

if (args.Contains("attach"))
{
    Woven.Loop(1);
    new DiagnosticsClient(Environment.ProcessId).AttachProfiler(TimeSpan.FromMinutes(1), new("8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7"), Environment.GetEnvironmentVariable("CORECLR_PROFILER_PATH"));
}

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
    "exit" => Changes.Exit,
    "kept-inlined" => Kept.Inlined,
    "kept-generic" => Kept.Generic,
    "kept-at-once" => Kept.AtOnce,
    "kept-restore" => Kept.Restore,
    "kept-rewoven" => Kept.Rewoven,
    "kept-turning" => Kept.Turning,
    "kept-broken" => Kept.Broken,
    "kept-lines" => Kept.Lines,
    "kept-refused" => Kept.Refused,
    "framework" => Modules.Framework,
    "bytes" => Modules.FromBytes,
    "collectible" => Modules.Collectible,
    "build" => Modules.AnotherBuild,
    "broken" => Failures.Broken,
    "called" => Failures.Called,
    "checked" => Failures.Checked,
    "background" => Failures.Background,
    "initialised" => Failures.Initialised,
    "malformed" => Failures.Malformed,
    _ => throw new ArgumentException(args[0]),
};
run(weaver);
return 0;
