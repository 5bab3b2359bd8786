using DdRun.Propagation;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>An object of the application's that something of ours travels with.</summary>
internal abstract class LentObject : IDisposable
{
    /// <summary>The name that the span has to have with which it travels.</summary>
    public virtual string SpanName => "sends";

    /// <summary>What goes out when nobody traces, a line each thing: <c>name: value</c>.</summary>
    public abstract IReadOnlyList<string> Plain { get; }

    /// <summary>All that the application can see of its object.</summary>
    public abstract string Look();

    /// <summary>Sends the object as its library does inside an integration's span, which is the active one.</summary>
    /// <returns>All that goes out, as in <see cref="Plain"/>.</returns>
    public abstract Task<IReadOnlyList<string>> Send(Span span);

    /// <summary>Whether what goes out by that name is the trace's and not the application's.</summary>
    public virtual bool IsContext(string name) => ContextFields.Contains(name);

    /// <summary>The lines of a span's own context that have to be there.</summary>
    public virtual IEnumerable<string> Context(Span span) =>
        [$"traceparent: 00-{span.TraceId:x32}-{span.SpanId:x16}-01", $"x-datadog-parent-id: {span.SpanId}"];

    public virtual void Dispose()
    {
    }

    public override string ToString() => GetType().Name;

    protected static string NameOf(string line) => line[..line.IndexOf(':', StringComparison.Ordinal)];
}
