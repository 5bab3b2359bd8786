using System.Collections;
using DdRun.Instrumentation.Integrations.Testing;

namespace DdRun.Instrumentation.Integrations.TUnit;

/// <summary>Reads what TUnit knows of a test.</summary>
internal sealed class TestDetails
{
    private readonly PropertyReader<object> _categories = new("Categories");
    private readonly PropertyReader<Type> _class = new("ClassType");
    private readonly PropertyReader<string> _name = new("TestName"), _method = new("MethodName");
    private readonly PropertyReader<object?[]> _arguments = new("TestMethodArguments");

    public void Describe(Span span, object details)
    {
        if (_class.Read(details) is not { } suite || _method.Read(details) is not { } name)
            return;
        TestSpan.Describe(span, details.GetType().Assembly, suite, name);
        var arguments = _arguments.Read(details) ?? [];
        if (Array.Find(suite.GetMethods(), method => method.Name == name && method.GetParameters().Length == arguments.Length) is { } found)
            TestParameters.Describe(span, _name.Read(details), found, arguments);
        var traits = new TestTraits();
        if (_categories.Read(details) is IEnumerable categories)
            traits.Add("Category", categories);
        traits.Describe(span);
    }
}
