namespace DdRun.Instrumentation.Profiler;

/// <summary>What became of a plan: the answer to the whole, and one to each of its methods, in their order.</summary>
internal readonly record struct WeaveResult(int Result, int[] Methods)
{
    public bool Succeeded => Result >= 0;

    public bool IsWoven(int index) => Succeeded && Methods[index] >= 0;
}
