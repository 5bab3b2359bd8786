using System.Runtime.CompilerServices;

namespace DdRun.Runtime.Tests;

/// <summary>Tests that wait block threads of the pool which agents in the same process answer on: there are enough from the start.</summary>
internal static class Threads
{
    private const int Enough = 256;

    [ModuleInitializer]
    public static void Provide() => ThreadPool.SetMinThreads(Enough, Enough);
}
