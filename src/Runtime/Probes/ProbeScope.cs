using System.ComponentModel;

namespace DdRun.Probes;

/// <summary>What one call of a woven method keeps in a local. For woven code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ProbeScope
{
    internal Span? Span;
    internal ProbeState? State;
    internal int Site;
}
