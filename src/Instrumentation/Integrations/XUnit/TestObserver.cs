using System.Collections;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.XUnit;

/// <summary>A test of xUnit 2: <c>a</c> is its <c>ITest</c>, <c>b</c> its class, <c>c</c> its method, <c>d</c> what that is called with.</summary>
internal sealed class TestObserver : IProbeObserver
{
    private readonly PropertyReader<string> _displayName = new("DisplayName");
    private readonly PropertyReader<object> _testCase = new("TestCase"), _traits = new("Traits");

    public bool Wants(object? a, object? b, object? c, object? d) => a is not null && b is Type && c is MethodInfo;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => TestSpan.NewTrace();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var method = (MethodInfo)c!;
        RunningTests.Add(a!, span);
        TestSpan.Describe(span, a!.GetType().Assembly, (Type)b!, method.Name);
        TestParameters.Describe(span, _displayName.Read(a), method, d as object?[]);
        if (_traits.Read(_testCase.Read(a)) is not IDictionary marks)
            return;
        var traits = new TestTraits();
        traits.Add(marks);
        traits.Describe(span);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
