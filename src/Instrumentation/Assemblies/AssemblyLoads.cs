using System.Reflection;
using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Assemblies;

/// <summary>
/// The process's load event for several of us: with a second subscriber of its own the event would have the JIT make a stub for both. No static
/// constructor here: the event may come under the loader's lock.
/// </summary>
internal static class AssemblyLoads
{
    private static Action<Assembly>[]? s_listeners;

    public static void Subscribe(Action<Assembly> listener)
    {
        while (true)
        {
            var before = Volatile.Read(ref s_listeners);
            // Not by a spread, which takes spans of these.
            var after = new Action<Assembly>[(before?.Length ?? 0) + 1];
            before?.CopyTo(after, 0);
            after[^1] = listener;
            if (Interlocked.CompareExchange(ref s_listeners, after, before) != before)
                continue;
            if (before is null)
                AppDomain.CurrentDomain.AssemblyLoad += static (_, loaded) => Tell(loaded.LoadedAssembly);
            return;
        }
    }

    public static void Unsubscribe(Action<Assembly> listener)
    {
        while (Volatile.Read(ref s_listeners) is { } before)
        {
            if (Interlocked.CompareExchange(ref s_listeners, Array.FindAll(before, other => other != listener), before) == before)
                return;
        }
    }

    private static void Tell(Assembly assembly)
    {
        OwnWork.Begin();
        try
        {
            foreach (var listener in Volatile.Read(ref s_listeners) ?? [])
                listener(assembly);
        }
        finally
        {
            OwnWork.End();
        }
    }
}
