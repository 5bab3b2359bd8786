using System.ComponentModel;

namespace DdRun.Probes.Live;

/// <summary>What one call of an observed method keeps in a local. For woven code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LiveScope
{
    internal LiveSite? Site;
    internal LiveCall? Call;
    internal long Started;
    internal bool HasFailed;
}
