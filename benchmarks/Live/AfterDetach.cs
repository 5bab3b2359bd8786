using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Live;

/// <summary>A web server that was attached to and detached from, against one that nobody ever touched, in turns: processor time of a request.</summary>
internal static class AfterDetach
{
    private const int Rounds = 9, Settling = 4;
    private const string Rules = """{ "instrument": [ { "method": "Microsoft.AspNetCore.Routing.*.*(*)" }, { "method": "Microsoft.AspNetCore.Http.*.*(*)" } ] }""";

    public static void Run(string home)
    {
        var rules = Path.GetTempFileName();
        try
        {
            File.WriteAllText(rules, Rules);
            using var never = LookedInto.Web("memory");
            using var detached = LookedInto.Web("memory");
            Measure(never);
            Measure(detached);
            List<double> traced = [], after = [];
            for (var round = 0; round < Rounds; round++)
            {
                Command(home, "attach", $"{detached.Id}", "--manifest", rules, "--agent-url", "http://127.0.0.1:9");
                var attached = Measure(detached);
                Command(home, "detach", $"{detached.Id}");
                // What was put back is compiled again, tier by tier.
                for (var i = 0; i < Settling; i++)
                    Measure(detached);
                var before = Measure(never);
                var put = Measure(detached);
                var plain = (before + Measure(never)) / 2;
                traced.Add(attached / plain);
                after.Add(put / plain);
            }
            after.Sort();
            traced.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {"a request after detach",-44}{after[Rounds / 2],9:0.000} times that of a server never attached to; {after[1]:0.00} to {after[^2]:0.00} but for one each; {traced[Rounds / 2]:0.0} while attached"));
        }
        finally
        {
            File.Delete(rules);
        }
    }

    private static double Measure(LookedInto process) => double.Parse(process.Ask("measure").Split(' ')[0], CultureInfo.InvariantCulture);

    private static void Command(string home, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(home, "..", "bin", "dd-run"))) { RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var command = Process.Start(start)!;
        var said = command.StandardError.ReadToEnd();
        command.WaitForExit();
        if (command.ExitCode != 0)
            throw new InvalidOperationException(said);
    }
}
