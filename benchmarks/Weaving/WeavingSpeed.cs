using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Weaving;

/// <summary>All of Newtonsoft.Json woven, against Cecil merely reading the same bodies; and a woven method that does nothing. Each in new processes.</summary>
internal static class WeavingSpeed
{
    /// <summary>Names the folder of the assemblies to measure.</summary>
    public const string Product = "DD_RUN_BENCHMARK_PRODUCT";

    private const int Rounds = 15;

    public static void Run()
    {
        if (Home() is not { } home)
            return;
        Weave(Path.Combine(home, "net10.0"));
        Call(home);
    }

    /// <summary>The folder of what is injected into targets; null, with a word, where there is none.</summary>
    public static string? Home()
    {
        var home = Environment.GetEnvironmentVariable("DD_RUN_HOME") ?? FindHome();
        if (home is null)
            Console.WriteLine("  no artifacts/home: nothing is measured");
        return home;
    }

    private static void Weave(string product)
    {
        var read = new List<double>();
        var weave = new List<double>();
        var cached = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            read.Add(Child("read", product: product));
            weave.Add(Child("weave", product: product));
            cached.Add(Child("cached", product: product));
        }
        var reading = Median(read);
        Print("Cecil reads every body", reading, "ms", null);
        Print("matched and planned, cold", Median(weave), "ms", $"{Median(weave) / reading:0.00} of reading, at most 3");
        Print("from the cache", Median(cached), "ms", "at most 30");
    }

    private static void Call(string home)
    {
        var plain = new List<double>();
        var woven = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            plain.Add(Child("call"));
            woven.Add(Child("call", home));
        }
        Print("call", Median(plain), "ns", null);
        Print("woven call, tracing off", Median(woven), "ns", $"{Median(woven) - Median(plain):0.0} ns more, at most 4");
    }

    private static void Print(string name, double value, string unit, string? note) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44}{value,9:0.0} {unit}   {note}"));

    public static double Child(string what, string? home = null, string? product = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WeavingSpeed).Assembly.Location);
        start.ArgumentList.Add(WeavingChild.Argument);
        start.ArgumentList.Add(what);
        if (product is not null)
            start.Environment[Product] = product;
        if (home is not null)
        {
            start.Environment["CORECLR_ENABLE_PROFILING"] = "1";
            start.Environment["CORECLR_PROFILER"] = "{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}";
            start.Environment["CORECLR_PROFILER_PATH"] = Directory.GetFiles(Path.Combine(home, "native"), "*ddrun*", SearchOption.AllDirectories)[0];
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(home, "hook", "DdRun.StartupHook.dll");
            start.Environment["DD_TRACE_METHODS"] = typeof(WeavingChild).FullName + "[Nothing]";
            start.Environment["DD_RUN_CACHE"] = "off";
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static string? FindHome()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "artifacts", "home", "hook")))
                return Path.Combine(folder, "artifacts", "home");
        }
        return null;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
