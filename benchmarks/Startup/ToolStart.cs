using System.Collections;
using System.Globalization;
using DdRun.Testing;

namespace DdRun.Benchmarks.Startup;

/// <summary>What the launcher takes until a command is there: as .NET's tool, beside the file that was built here.</summary>
internal static class ToolStart
{
    private const int Rounds = 200;
    private const double MostMilliseconds = 1;

    /// <param name="tool">The command that <c>dotnet tool install</c> has made.</param>
    /// <returns>1 where the bar is missed.</returns>
    public static int Compare(string tool)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}").ToArray();
        var plain = new Variant("true", ["/bin/true"]);
        var built = new Variant("dd-run true, as built", [Repository.Launcher, "--", "/bin/true"]);
        var installed = new Variant("dd-run true, as tool", [tool, "--", "/bin/true"]) { Beside = built, MostMilliseconds = MostMilliseconds };
        Variant[] variants = [plain, built, installed];
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var variant in variants)
            {
                var run = MeasuredProcess.Start(variant.Command, environment).Wait();
                if (run.ExitCode != 0)
                    throw new InvalidOperationException($"{variant.Name}: exit code {run.ExitCode}");
                if (round >= 0)
                    variant.Runs.Add(run);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} rounds, medians"));
        Console.WriteLine(Variant.Heading);
        foreach (var variant in variants)
            Console.WriteLine(variant.Compare(plain));
        return installed.IsWithin ? 0 : 1;
    }
}
