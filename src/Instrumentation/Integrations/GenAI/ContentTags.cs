using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.GenAI;

/// <summary>What people say to a model and what it answers stays out, whatever a library was told, unless <c>DD_TRACE_GEN_AI_CONTENT</c> wants it.</summary>
internal sealed class ContentTags : IActivityMapping
{
    private const int MaxChars = 5_000;

    private static readonly string[] s_content =
    [
        "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result", "gen_ai.prompt", "gen_ai.completion", "gen_ai.function.arguments", "gen_ai.function.result",
    ];

    public void Describe(Activity activity, Span span)
    {
        var wanted = Settings.Current.Flag("DD_TRACE_GEN_AI_CONTENT", false);
        foreach (var tag in s_content)
        {
            if (activity.GetTagItem(tag) is not string text)
                continue;
            if (!wanted)
                span.Store(tag, null);
            else if (text.Length > MaxChars)
                span.Store(tag, text[..MaxChars]);
        }
    }
}
