using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.GenAI;

/// <summary>What people say to a model and what it answers stays out, whatever a library was told, unless it is wanted; tokens count once.</summary>
internal sealed class ContentTags : IActivityMapping
{
    private static readonly string[] s_content =
    [
        "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result", "gen_ai.prompt", "gen_ai.completion", "gen_ai.function.arguments", "gen_ai.function.result",
    ];

    public void Describe(Activity activity, Span span)
    {
        var wanted = Content.IsWanted;
        foreach (var tag in s_content)
        {
            if (activity.GetTagItem(tag) is not string text)
                continue;
            if (!wanted)
                span.Store(tag, null);
            else
                span.Store(tag, Content.Cut(text));
        }
        if (!CountedTokens.LeaveOut(span, activity))
            CountedTokens.Add(span, activity.Parent);
    }
}
