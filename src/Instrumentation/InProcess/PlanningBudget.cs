using System.Globalization;

namespace DdRun.Instrumentation.InProcess;

/// <summary>How long the target waits for an assembly's plan while it loads it: <c>DD_RUN_PLANNING_BUDGET</c>.</summary>
internal static class PlanningBudget
{
    private const long Default = 2000;

    public static long Milliseconds { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("DD_RUN_PLANNING_BUDGET"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : Default;
}
