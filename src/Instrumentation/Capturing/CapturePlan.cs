using DdRun.Probes;

namespace DdRun.Instrumentation.Capturing;

/// <summary>What planning the captures of one method has come to.</summary>
internal sealed class CapturePlan
{
    public List<ProbeTemplate> Templates { get; } = [];
    public List<TaskResultPath> Results { get; } = [];

    /// <summary>Expressions that make no sense in this method, and why.</summary>
    public List<string> Notes { get; } = [];
}
