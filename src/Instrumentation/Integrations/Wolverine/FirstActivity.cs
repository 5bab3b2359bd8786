using System.Diagnostics;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Wolverine;

/// <summary><c>a</c> the library's envelope of a message: it carries the first activity that is made for it, unless it carries another.</summary>
internal sealed class FirstActivity : ICallObserver
{
    private readonly PropertyReader<string> _parent = new("ParentId");
    private PropertyInfo? _property;

    public bool Wants(object? a, object? b, object? c, object? d) => false;

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (a is null || result is not Activity activity || ActivityBridge.SpanOf(activity) is null || _parent.Read(a) is { Length: > 0 })
            return;
        (_property ??= a.GetType().GetProperty("ParentId"))?.SetValue(a, activity.Id);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
