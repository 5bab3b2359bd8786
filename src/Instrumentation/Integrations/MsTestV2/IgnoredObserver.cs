using System.Collections.Concurrent;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.MsTestV2;

/// <summary>A test of MSTest that is not run: <c>a</c> is what was to be. Those that are run have spans of their own.</summary>
internal sealed class IgnoredObserver : IProbeObserver
{
    private readonly PropertyReader<object> _testMethod = new("TestMethod");
    private readonly PropertyReader<string> _suite = new("FullClassName"), _name = new("Name"), _module = new("AssemblyName");
    private readonly ConcurrentDictionary<Type, MethodInvoker?> _reasons = new();
    private readonly TestResults _results = new();

    public bool Activates => false;

    // It is called by its likes.
    public bool Wants(object? a, object? b, object? c, object? d) => a is not null && RunningTests.Of(a) is null;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => TestSpan.NewTrace();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        RunningTests.Add(a!, span);
        var method = _testMethod.Read(a) ?? a!;
        TestSpan.Describe(span, _suite.Read(method) ?? "", _name.Read(method) ?? "", Path.GetFileNameWithoutExtension(_module.Read(method)));
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (result is not Array { Length: > 0 } all || all.GetValue(0) is not { } first || _results.OutcomeOf(first) != "Ignored")
        {
            span.Discard();
            return;
        }
        TestSpan.Describe(span, first.GetType().Assembly);
        TestOutcome.Skip(span, Reason(first));
    }

    private string? Reason(object result) => _reasons.GetOrAdd(result.GetType(), static type =>
        type.GetProperty("IgnoreReason", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetMethod is { } getter ? MethodInvoker.Create(getter) : null)
        ?.Invoke(result) as string;
}
