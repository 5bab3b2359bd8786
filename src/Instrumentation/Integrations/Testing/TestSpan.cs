using System.Reflection;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>What the span of a test says of it, under the names of Datadog's tracer, whatever framework runs it.</summary>
internal static class TestSpan
{
    // The agent counts such traces for no service.
    private const string Origin = "ciapp-test";
    private const string ByHand = "-4";

    /// <summary>What the span of a test continues: no trace, so that it is the root of one of its own, which is kept.</summary>
    public static SpanContext NewTrace()
    {
        var context = SpanContext.Local(0, 0, 0, SamplingPriority.UserKeep, Origin, null);
        context.SetTag(TraceTags.DecisionMaker, ByHand);
        return context;
    }

    /// <param name="span">A span that has started.</param>
    /// <param name="framework">The assembly that runs the test.</param>
    /// <param name="suite">The type that the test belongs to.</param>
    /// <param name="name">The method's.</param>
    public static void Describe(Span span, Assembly framework, Type suite, string name)
    {
        Describe(span, suite.FullName ?? suite.Name, name, suite.Assembly.GetName().Name);
        Describe(span, framework);
    }

    // As its package is called: some frameworks have kept the version of their assemblies for years.
    public static void Describe(Span span, Assembly framework) =>
        span.SetTag("test.framework_version", framework.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? framework.GetName().Version?.ToString());

    /// <param name="span">A span that has started.</param>
    /// <param name="suite">The full name of the type that the test belongs to.</param>
    /// <param name="name">The method's.</param>
    /// <param name="module">The assembly with the test.</param>
    public static void Describe(Span span, string suite, string name, string? module)
    {
        span.Resource = suite + "." + name;
        span.SetTag("test.name", name);
        span.SetTag("test.suite", suite);
        span.SetTag("test.module", module);
        span.SetTag("test.bundle", module);
    }
}
