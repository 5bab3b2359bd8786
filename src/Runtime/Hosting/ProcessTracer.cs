using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Export;
using DdRun.Tracing;

namespace DdRun.Hosting;

/// <summary>The process's tracer: made with the first span, with a writer that sends, and flushed when the process ends.</summary>
internal static class ProcessTracer
{
    private static TracerCore? s_current;
    private static readonly object s_lock = new();

    public static TracerCore Current
    {
        get => Volatile.Read(ref s_current) ?? Create();
        set => Volatile.Write(ref s_current, value);
    }

    /// <summary>Whether its spans record anything.</summary>
    public static bool Enabled => Current.IsEnabled;

    /// <summary>Starts a child of the active span and makes it the active one.</summary>
    public static Span StartActive(string name, string? service, string? resource, string? type) =>
        Current.Begin(name, service, resource, type);

    /// <summary>A tracer that sends what it is given.</summary>
    public static TracerCore Make(Settings settings) => new(settings, static tracer => new TraceWriter(tracer, Exporters.Open));

    /// <summary>Makes the process's tracer on a thread of its own, so that it is ready when the target's first span wants it.</summary>
    public static void StartEarly() => new Thread(BeReady, TraceWriter.ThreadStack) { IsBackground = true, Name = TraceWriter.ThreadName }.UnsafeStart();

    private static void BeReady()
    {
        OwnWork.Begin();
        try
        {
            ProcessEnd.Watch();
            (Current.Writer as TraceWriter)?.RunHere();
        }
        catch (Exception e)
        {
            Log.Error("The tracer could not be started.", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TracerCore Create()
    {
        lock (s_lock)
        {
            if (s_current is { } current)
                return current;
            var tracer = Make(Settings.Current);
            Volatile.Write(ref s_current, tracer);
            if (tracer.IsEnabled)
                ExitFlush.Register();
            return tracer;
        }
    }
}
