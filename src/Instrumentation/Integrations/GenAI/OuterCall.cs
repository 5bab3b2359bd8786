using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;

namespace DdRun.Instrumentation.Integrations.GenAI;

/// <summary>The same call of a model, as a library around tells of it.</summary>
internal static class OuterCall
{
    // What the manifests of activities have under "within".
    private static readonly string[] s_sources = ["Experimental.Microsoft.Extensions.AI", "Experimental.Microsoft.Agents.AI", "Microsoft.SemanticKernel.Diagnostics"];

    /// <summary>Whether the current call is within one that has a span: tokens would count twice.</summary>
    /// <param name="operation">How the names of its activities begin.</param>
    public static bool HasSpan(string operation)
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity.OperationName.StartsWith(operation, StringComparison.Ordinal)
                && Array.IndexOf(s_sources, activity.Source.Name) >= 0
                && !IsAgentRun(activity)
                && ActivityBridge.SpanOf(activity) is not null)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether it is an agent's run, which begins under the name of a call and has calls in it.</summary>
    public static bool IsAgentRun(Activity activity) => activity.GetTagItem("gen_ai.operation.name") is "invoke_agent";
}
