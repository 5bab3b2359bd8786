using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations;

/// <summary>Of which method a span is, under the name of the semantic conventions.</summary>
internal static class FunctionName
{
    public const string Tag = "code.function.name";

    /// <summary>Whether somebody wants to look into the methods of spans.</summary>
    public static bool IsAsked { get; } = Settings.Current.Flag("DD_RUN_FUNCTION_NAMES", false);
}
