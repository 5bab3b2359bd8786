using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.MsTestV2;

/// <summary>One run of a test of MSTest, with one row of its data: <c>a</c> is the <c>ITestMethod</c>.</summary>
internal sealed class TestObserver : IProbeObserver
{
    private readonly PropertyReader<MethodInfo> _method = new("MethodInfo");
    private readonly PropertyReader<string> _name = new("TestMethodName");
    private readonly PropertyReader<object?[]> _arguments = new("Arguments");
    private readonly TestResults _results = new();

    // What overrides the method may call the one that it overrides.
    public bool Wants(object? a, object? b, object? c, object? d) => _method.Read(a) is not null && RunningTests.Of(a) is null;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => TestSpan.NewTrace();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        RunningTests.Add(a!, span);
        var method = _method.Read(a)!;
        var suite = method.ReflectedType ?? method.DeclaringType!;
        TestSpan.Describe(span, FrameworkOf(a!), suite, _name.Read(a) ?? method.Name);
        TestParameters.Describe(span, _name.Read(a), method, _arguments.Read(a));
        var traits = new TestTraits();
        TestAttributes.AddTo(traits, suite);
        TestAttributes.AddTo(traits, method);
        traits.Describe(span);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (exception is not null)
            TestOutcome.Fail(span, exception);
        else
            _results.Describe(span, result);
    }

    // The one that declares what it is known by here.
    private static Assembly FrameworkOf(object testMethod) =>
        Array.Find(testMethod.GetType().GetInterfaces(), one => one.Name == "ITestMethod")?.Assembly ?? testMethod.GetType().Assembly;
}
