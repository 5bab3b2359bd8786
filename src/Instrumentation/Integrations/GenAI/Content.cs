using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations.GenAI;

/// <summary>What people say to a model and what it answers: it stays out, unless <c>DD_TRACE_GEN_AI_CONTENT</c> wants it.</summary>
internal static class Content
{
    private const int MaxChars = 5_000;

    public static bool IsWanted => Settings.Current.Flag("DD_TRACE_GEN_AI_CONTENT", false);

    public static string Cut(string text) => text.Length > MaxChars ? text[..MaxChars] : text;
}
