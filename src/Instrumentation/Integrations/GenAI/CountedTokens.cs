using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Integrations.Activities;

namespace DdRun.Instrumentation.Integrations.GenAI;

/// <summary>Which runs of agents have calls of models in them that said their tokens. The run's own are the sum of those, and would count them twice.</summary>
internal static class CountedTokens
{
    public const string Input = "gen_ai.usage.input_tokens", Output = "gen_ai.usage.output_tokens";

    private const string Prefix = "gen_ai.usage.";

    private static readonly ConditionalWeakTable<Span, object> s_runs = [];

    /// <summary>A call that is about to finish.</summary>
    /// <param name="call">Its span.</param>
    /// <param name="outer">The activity that it is in.</param>
    public static void Add(Span call, Activity? outer)
    {
        if (call.FindStored(Input) is null && call.FindStored(Output) is null)
            return;
        for (; outer is not null; outer = outer.Parent)
        {
            if (OuterCall.IsAgentRun(outer) && ActivityBridge.SpanOf(outer) is { } run)
                s_runs.TryAdd(run, s_runs);
        }
    }

    /// <summary>Leaves them out of a run of which all has been counted.</summary>
    /// <returns>Whether it was one.</returns>
    public static bool LeaveOut(Span run, Activity activity)
    {
        if (!s_runs.TryGetValue(run, out _))
            return false;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Key.StartsWith(Prefix, StringComparison.Ordinal))
                run.Store(tag.Key, null);
        }
        return true;
    }
}
