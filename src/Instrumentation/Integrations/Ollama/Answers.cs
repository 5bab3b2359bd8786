using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Ollama;

/// <summary>What has come of the answers that are under way, by the spans of their calls.</summary>
internal static class Answers
{
    private static readonly ConditionalWeakTable<Span, Answer> s_all = [];

    public static void Begin(Span call, bool keepsText) => s_all.AddOrUpdate(call, new Answer(keepsText));

    public static Answer? Of(Span call) => s_all.TryGetValue(call, out var answer) ? answer : null;

    public static Answer? End(Span call)
    {
        if (!s_all.TryGetValue(call, out var answer))
            return null;
        s_all.Remove(call);
        return answer;
    }
}
