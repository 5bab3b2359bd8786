namespace DdRun.Benchmarks;

/// <summary>Something to measure, picked by name on the command line.</summary>
internal sealed record Benchmark(string Name, string What, Action Run)
{
    /// <summary>Too long to run with all the others.</summary>
    public bool OnlyByName { get; init; }
}
