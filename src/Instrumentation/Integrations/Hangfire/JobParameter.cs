using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.Hangfire;

/// <summary>The parameter of a job that holds the context it was created in: a dictionary, which is kept as JSON.</summary>
internal static class JobParameter
{
    public const string Name = "datadog_context_key";

    public static string Write(Span span) => JsonContext.Write(span);

    public static SpanContext? Read(string? text) => JsonContext.Read(text);
}
