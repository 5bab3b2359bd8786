using DdRun.Instrumentation.Expressions;
using DdRun.Probes;

namespace DdRun.Instrumentation.Capturing;

/// <summary>What planning the captures of one method has come to.</summary>
internal sealed class CapturePlan
{
    public List<ProbeTemplate> Templates { get; } = [];

    public List<LateTemplate> Late { get; } = [];

    /// <summary>What the woven code keeps for <see cref="Late"/>.</summary>
    public List<Expression> Kept { get; } = [];

    /// <summary>Expressions that make no sense in this method, and why.</summary>
    public List<string> Notes { get; } = [];
}
