using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Times that the program gave itself. Otherwise the span's own clock is kept, which orders spans of a trace exactly.</summary>
internal static class ActivityTime
{
    private static readonly TimeSpan s_now = TimeSpan.FromMilliseconds(5);

    public static DateTimeOffset? Start(Activity activity) => Given(activity.StartTimeUtc);

    public static DateTimeOffset? End(Activity activity) => Given(activity.StartTimeUtc + activity.Duration);

    /// <summary>Whether activities keep their own times in any case: what is sent by OTLP is what an SDK would send.</summary>
    public static bool IsKept { get; set; }

    private static DateTimeOffset? Given(DateTime time) => IsKept || (DateTime.UtcNow - time).Duration() > s_now ? new DateTimeOffset(time) : null;
}
