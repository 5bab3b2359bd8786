using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Hangfire;

/// <summary>Sends the trace along with a job that is created inside of one.</summary>
internal sealed class CreateObserver : SideEffect
{
    protected override void OnCall(object? value)
    {
        if (ActiveSpan.Current is { } span && value is IDictionary<string, string> parameters)
            parameters[JobParameter.Name] = JobParameter.Write(span);
    }
}
