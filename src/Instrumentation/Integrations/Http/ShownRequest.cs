using System.Diagnostics;
using System.Reflection;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>The request that a handler shows its propagator: the other value is the handler.</summary>
internal sealed class ShownRequest : ILender
{
    private FieldInfo? _propagator;

    public ShownRequest() => IsWoven = true;

    /// <summary>Whether handlers ask us for what they show and send.</summary>
    public static bool IsWoven { get; private set; }

    public object? Lend(object? value, object? other)
    {
        if (value is not HttpRequestMessage request || other is null || HttpCall.Of(request) is not { } call)
            return null;
        _propagator ??= other.GetType().GetField("_propagator", BindingFlags.Instance | BindingFlags.NonPublic);
        return _propagator?.GetValue(other) is DistributedContextPropagator propagator ? call.Show(propagator) : null;
    }
}
