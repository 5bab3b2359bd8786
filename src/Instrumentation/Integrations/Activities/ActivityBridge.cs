using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>
/// Makes a span of every <see cref="Activity"/>: of the program's own sources with <c>DD_TRACE_OTEL_ENABLED</c>, always of those that an
/// integration is built upon.
/// </summary>
internal sealed class ActivityBridge
{
    private const string Key = "dd-run.span";

    // Sources of libraries whose integration is a manifest: everything would come twice.
    private static readonly string[] s_woven = ["connector-net", "MongoDB.Driver", "MySqlConnector", "Npgsql", "Quartz", "RabbitMQ.Client.Publisher"];

    private static readonly Dictionary<string, IActivityMapping> s_mappings = new(StringComparer.Ordinal);

    private static bool s_all, s_whole;

    private readonly HashSet<string> _reportedOtherwise = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mapped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _off = new(StringComparer.Ordinal);

    private ActivityBridge(Settings settings, IReadOnlyList<Integration> listening, IReadOnlyList<(Integration Integration, string Source, IActivityMapping? Mapping)> bridged)
    {
        foreach (var integration in listening)
            if (integration.IsEnabled(settings))
                _reportedOtherwise.UnionWith(integration.ActivitySources);
        _off.UnionWith(s_woven);
        foreach (var (integration, source, mapping) in bridged)
        {
            (integration.IsEnabled(settings) ? _mapped : _off).Add(source);
            if (mapping is not null)
                s_mappings[source] = mapping;
        }
    }

    /// <summary>Whether activities of the program's own are bridged.</summary>
    public static bool IsOn => s_all;

    /// <param name="settings">The settings.</param>
    /// <param name="listening">Integrations that report otherwise what their libraries' activities would.</param>
    /// <param name="bridged">Sources of libraries whose activities are the integration.</param>
    public static void Start(Settings settings, IReadOnlyList<Integration> listening, IReadOnlyList<(Integration Integration, string Source, IActivityMapping? Mapping)> bridged)
    {
        s_all = settings.OtelEnabled && settings.Flag("DD_TRACE_OPENTELEMETRY_ENABLED", true);
        s_whole = ActivityTime.IsKept = settings.Otlp?.Traces is not null;
        var bridge = new ActivityBridge(settings, listening, bridged);
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = bridge.ListensTo,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        });
    }

    /// <summary>The span of a bridged activity.</summary>
    public static Span? SpanOf(Activity? activity) => activity?.GetCustomProperty(Key) as Span;

    // Sources without a name are activities made by hand, such as the one ASP.NET Core makes for its log scopes. Those of the network stack
    // would also report what the exporter sends.
    private bool ListensTo(ActivitySource source) =>
        _mapped.Contains(source.Name)
        || (s_all
            && source.Name.Length > 0
            && !_off.Contains(source.Name)
            && !_reportedOtherwise.Contains(source.Name)
            && !source.Name.StartsWith("Experimental.System.Net.", StringComparison.Ordinal));

    private static void OnStarted(Activity activity)
    {
        try
        {
            var mapping = MappingOf(activity);
            var active = ActiveSpan.Current;
            var begins = ActivityParent.BeginsTrace(activity, active, mapping is { BeginsTraces: true });
            var parent = begins ? null : mapping?.Parent(activity) ?? ActivityParent.Of(activity);
            var span = ProcessTracer.Current.Start(parent, activity.OperationName, mapping?.Service, null, null, ActivityTime.Start(activity));
            if (ReferenceEquals(span, LocalRoot.Disabled))
                return;
            activity.SetCustomProperty(Key, span);
            if (begins && active is not null)
                span.AddLink(new SpanLink(active.TraceId, active.SpanId));
            ActivityIds.Adopt(activity, span);
            LocalActivities.Add(activity, span);
            // Its first tag says what it is.
            ActivityTags.OnStart(activity, span);
            span.Activate();
        }
        catch (Exception e)
        {
            Log.Error("An activity could not be made a span.", e);
        }
    }

    private static void OnStopped(Activity activity)
    {
        try
        {
            if (SpanOf(activity) is not { } span)
                return;
            LocalActivities.Remove(activity);
            if (s_whole)
                WholeActivity.OnStop(activity, span);
            else
                ActivityTags.OnStop(activity, span);
            MappingOf(activity)?.Describe(activity, span);
            if (ActivityTime.End(activity) is { } end)
                span.Finish(end);
            else
                span.Finish();
        }
        catch (Exception e)
        {
            Log.Error("An activity could not be finished as a span.", e);
        }
    }

    private static IActivityMapping? MappingOf(Activity activity) => s_mappings.GetValueOrDefault(activity.Source.Name);
}
