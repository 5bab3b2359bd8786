using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.NUnit;

/// <summary>A test of NUnit: <c>a</c> is the work to be done.</summary>
internal sealed class TestObserver : IProbeObserver
{
    private readonly PropertyReader<object> _test = new("Test"), _method = new("Method");
    private readonly PropertyReader<MethodInfo> _methodInfo = new("MethodInfo");
    private readonly PropertyReader<string> _name = new("Name");
    // Internal before 3.8.
    private readonly PropertyReader<object?[]> _arguments = new("Arguments", BindingFlags.Public | BindingFlags.NonPublic);
    private readonly PropertyReader<object> _typeInfo = new("TypeInfo");
    private readonly PropertyReader<Type> _type = new("Type");
    private readonly TestProperties _properties = new();

    public bool Wants(object? a, object? b, object? c, object? d) => MethodOf(_test.Read(a)) is not null;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => TestSpan.NewTrace();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        RunningTests.Add(a!, span);
        var test = _test.Read(a)!;
        var method = MethodOf(test)!;
        TestSpan.Describe(span, test.GetType().Assembly, _type.Read(_typeInfo.Read(test)) ?? method.DeclaringType!, method.Name);
        TestParameters.Describe(span, _name.Read(test), method, _arguments.Read(test));
        var traits = new TestTraits();
        _properties.AddTo(traits, test);
        traits.Describe(span);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private MethodInfo? MethodOf(object? test) => _methodInfo.Read(_method.Read(test));
}
