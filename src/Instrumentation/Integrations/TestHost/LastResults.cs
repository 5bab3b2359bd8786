namespace DdRun.Instrumentation.Integrations.TestHost;

/// <summary>All tests have run, and who started the process is about to hear of it: their traces go first.</summary>
internal sealed class LastResults : SideEffect
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    protected override void OnCall(object? value) => Tracer.Flush(s_patience);
}
