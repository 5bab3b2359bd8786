using DdRun.Configuration;
using DdRun.Tracing;

namespace DdRun.Hosting;

/// <summary>Changes the process's tracer. New settings make a new one; what the old one has under way stays with it.</summary>
internal static class Reconfiguration
{
    private static readonly object s_lock = new();

    public static void Apply(Action<TracerOptions> configure)
    {
        lock (s_lock)
        {
            var current = ProcessTracer.Current;
            current.Configure(configure);
            var settings = current.Settings.With(new Dictionary<string, string>(current.Options.Settings));
            if (settings.HasSameCode(current.Settings))
                return;
            if (current.Options.Enabled == current.Settings.TraceEnabled)
                current.Options.Enabled = settings.TraceEnabled;
            Settings.Current = settings;
            var next = ProcessTracer.Make(settings);
            next.Succeed(current);
            next.Configure(static _ => { });
            next.SetTags(TagsSetInCode(current));
            ProcessTracer.Current = next;
        }
    }

    private static List<KeyValuePair<string, object?>> TagsSetInCode(TracerCore tracer)
    {
        var configured = new Dictionary<string, object>(TracerCore.GlobalTagsOf(tracer.Settings));
        var tags = new List<KeyValuePair<string, object?>>();
        foreach (var (key, value) in tracer.Snapshot.GlobalTags)
        {
            if (!configured.Remove(key, out var before) || !Equals(before, value))
                tags.Add(new(key, value));
        }
        foreach (var key in configured.Keys)
            tags.Add(new(key, null));
        return tags;
    }
}
