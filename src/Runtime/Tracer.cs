using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun;

/// <summary>Makes spans. Every member is safe from several threads and none throws what the caller's own code does not.</summary>
/// <remarks>While tracing is disabled a shared span that records nothing is handed out.</remarks>
public static partial class Tracer
{
    /// <summary>
    /// Starts a span as child of the active one and makes it active until it is finished or disposed. The flow that follows (<c>await</c>,
    /// <c>Task.Run</c>, timers) sees it as <see cref="CurrentSpan"/>.
    /// </summary>
    /// <param name="name">What kind of operation this is, for example <c>http.request</c>.</param>
    /// <param name="service">By default the parent's, or else the process's.</param>
    /// <param name="resource">By default the name.</param>
    /// <param name="type">For example <c>web</c>, <c>sql</c>, <c>worker</c>.</param>
    public static Span Trace(string name, string? service = null, string? resource = null, string? type = null) =>
        ProcessTracer.StartActive(name, service, resource, type);

    /// <summary>Starts a span that is not active, with exactly the given parent: none means a new trace.</summary>
    public static Span StartSpan(
        string name, Span? parent = null, string? service = null, string? resource = null, string? type = null, DateTimeOffset? startTime = null) =>
        ProcessTracer.Current.Start(parent, name, service, resource, type, startTime);

    /// <summary>Starts a span that is not active and continues the trace of another process.</summary>
    public static Span StartSpan(
        string name, SpanContext parent, string? service = null, string? resource = null, string? type = null, DateTimeOffset? startTime = null) =>
        ProcessTracer.Current.Start(parent is null ? null : new LocalRoot(parent), name, service, resource, type, startTime);

    /// <summary>The innermost span of this flow that has not finished; <c>null</c> when there is none or only a remote context is active.</summary>
    public static Span? CurrentSpan => ActiveSpan.Current is { IsRemote: false } span ? span : null;

    /// <summary>The first span of the active trace in this process.</summary>
    public static Span? CurrentRootSpan => CurrentSpan?.Root;

    /// <summary>The context of the active span, or the remote context that is active.</summary>
    public static SpanContext? CurrentContext => ActiveSpan.Current?.Context;

    /// <summary>Makes a span the active one until the scope is disposed; <c>null</c> means none. Does not finish it.</summary>
    public static ActiveScope Activate(Span? span) => new(span);

    /// <summary>Makes a remote context active until the scope is disposed: the next span continues its trace.</summary>
    public static ActiveScope Activate(SpanContext? context) => new(context is null ? null : new LocalRoot(context));

    /// <summary>Adds tags to every span of the traces that start from now on; <c>null</c> removes one.</summary>
    public static void SetTags(IEnumerable<KeyValuePair<string, object?>> tags) => ProcessTracer.Current.SetTags(tags ?? []);

    /// <summary>Adds tags to every span of the traces that start from now on; <c>null</c> removes one.</summary>
    public static void SetTags(IEnumerable<KeyValuePair<string, string?>> tags)
    {
        foreach (var (key, value) in tags ?? [])
            ProcessTracer.Current.SetTags([new(key, value)]);
    }

    /// <summary>Changes the tracer's options. Filters take effect for traces that finish, settings for those that start from now on.</summary>
    public static void Configure(Action<TracerOptions> configure)
    {
        if (configure is not null)
            Reconfiguration.Apply(configure);
    }

    /// <summary>Sends what has finished; waits for at most the given time (default: 5 seconds).</summary>
    /// <returns>Whether everything was handed over in time.</returns>
    public static bool Flush(TimeSpan? timeout = null) => ProcessTracer.Current.Flush(timeout ?? TimeSpan.FromSeconds(5));

    /// <summary>Sends what has finished.</summary>
    public static Task FlushAsync() => ProcessTracer.Current.Writer.FlushAsync();

    /// <summary>Sends what has finished and stops sending: spans of later traces work but go nowhere. The process's exit does it by itself.</summary>
    public static void Shutdown(TimeSpan? timeout = null) => ProcessTracer.Current.Shutdown(timeout ?? TimeSpan.FromSeconds(5));
}
