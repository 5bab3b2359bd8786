using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>The spans of tests that are running, by the objects that their frameworks know them by: what is active may be anything that a test has left.</summary>
internal static class RunningTests
{
    private static readonly ConditionalWeakTable<object, Span> s_spans = [];

    public static void Add(object test, Span span) => s_spans.AddOrUpdate(test, span);

    /// <summary>Whether it has had a span, running or not.</summary>
    public static bool Knows(object test) => s_spans.TryGetValue(test, out _);

    /// <summary>Null where it has ended.</summary>
    public static Span? Of(object? test) => test is not null && s_spans.TryGetValue(test, out var span) && !span.IsFinished ? span : null;
}
