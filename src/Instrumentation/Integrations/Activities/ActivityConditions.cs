using System.Diagnostics;
using System.Globalization;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>What manifests ask of an activity's tags.</summary>
internal static class ActivityConditions
{
    public static bool AllHold(IReadOnlyList<KeyValuePair<string, string?>> conditions, Activity activity)
    {
        foreach (var (tag, pattern) in conditions)
        {
            var value = activity.GetTagItem(tag);
            if (pattern is null ? value is not null : value is null || !Glob.MatchesName(pattern, TextOf(value)))
                return false;
        }
        return true;
    }

    public static bool HasLinks(Activity activity)
    {
        foreach (ref readonly var _ in activity.EnumerateLinks())
            return true;
        return false;
    }

    public static string TextOf(object value) => value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
