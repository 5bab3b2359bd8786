using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>SignalR's calls of hubs: each a trace of its own, as a connection may live for days, with a link to that.</summary>
internal sealed class HubActivities : IActivityMapping
{
    public bool BeginsTraces => true;

    public string? Service => null;

    public Span? Parent(Activity activity) => null;

    public void Describe(Activity activity, Span span)
    {
    }
}
