using System.Collections;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.XUnit;

/// <summary>A test of xUnit 3: <c>a</c> is the context that it runs in.</summary>
internal sealed class TestObserver3 : IProbeObserver
{
    private readonly PropertyReader<object> _test = new("Test"), _testMethod = new("TestMethod"), _testClass = new("TestClass"), _traits = new("Traits");
    private readonly PropertyReader<MethodInfo> _method = new("Method");
    private readonly PropertyReader<Type> _class = new("Class");
    private readonly PropertyReader<string> _displayName = new("TestDisplayName");
    private readonly PropertyReader<object?[]> _arguments = new("TestMethodArguments");

    public bool Wants(object? a, object? b, object? c, object? d) => MethodOf(a) is not null;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => TestSpan.NewTrace();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var test = _test.Read(a)!;
        var method = MethodOf(a)!;
        RunningTests.Add(a!, span);
        var suite = _class.Read(_testClass.Read(_testMethod.Read(test))) ?? method.DeclaringType!;
        TestSpan.Describe(span, test.GetType().Assembly, suite, method.Name);
        TestParameters.Describe(span, _displayName.Read(test), method, _arguments.Read(test));
        if (_traits.Read(test) is not IDictionary marks)
            return;
        var traits = new TestTraits();
        traits.Add(marks);
        traits.Describe(span);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private MethodInfo? MethodOf(object? context) => _method.Read(_testMethod.Read(_test.Read(context)));
}
