namespace DdRun.Profiler.Tests;

/// <summary>The runtimes that everything is proven on.</summary>
public sealed class Frameworks : TheoryData<string>
{
    public Frameworks()
    {
        Add("net8.0");
        Add("net9.0");
        Add("net10.0");
    }
}
