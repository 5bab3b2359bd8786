using System.Runtime.CompilerServices;

namespace Shapes;

/// <summary>Tasks whose exceptions nobody looks at.</summary>
public static class Unobserved
{
    private static readonly List<string> s_seen = [];

    public static int Run()
    {
        TaskScheduler.UnobservedTaskException += (_, unobserved) =>
        {
            lock (s_seen)
                s_seen.Add(unobserved.Exception.InnerException.Message);
        };
        Forget();
        for (var i = 0; i < 100 && Count() < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        lock (s_seen)
        {
            s_seen.Sort(StringComparer.Ordinal);
            Console.WriteLine(string.Join(",", s_seen));
        }
        return 0;
    }

    public static async Task AtOnce()
    {
        await Task.CompletedTask;
        throw new InvalidOperationException("at once");
    }

    public static async Task Later(Task gate)
    {
        await gate;
        throw new InvalidOperationException("later");
    }

    public static async Task<int> WithResult(Task gate)
    {
        await gate;
        throw new InvalidOperationException("with result");
    }

    private static int Count()
    {
        lock (s_seen)
            return s_seen.Count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        var gate = new TaskCompletionSource();
        _ = AtOnce();
        _ = Later(gate.Task);
        _ = WithResult(gate.Task);
        gate.SetResult();
    }
}
