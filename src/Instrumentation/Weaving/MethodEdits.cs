using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Everything that is to happen to one method.</summary>
internal sealed class MethodEdits(uint token)
{
    /// <summary>The method's.</summary>
    public uint Token => token;

    /// <summary>Whether the method was planned, or refused.</summary>
    public bool IsDone { get; set; }

    /// <summary>The local number of the site whose calls the method's are, or negative.</summary>
    public int Site { get; set; } = -1;

    /// <summary>The method's shape, when it is known already.</summary>
    public MethodShape? Shape { get; set; }

    public Captures? Captures { get; set; }

    /// <summary>What the method's body, or its caller, gets a private copy of.</summary>
    public Loan? Loan { get; set; }

    /// <summary>The local number of the site whose state machine this method runs, or negative.</summary>
    public int CompletedSite { get; set; } = -1;

    /// <summary>The observed method whose state machine this method runs; null for none.</summary>
    public MethodEdits? LiveBegin { get; set; }

    /// <summary>The method that runs the state machine of this observed one; null where the call ends in another way.</summary>
    public MethodEdits? LiveEnd { get; set; }

    /// <summary>Whether spans in <c>using</c> statements are to see exceptions.</summary>
    public bool WatchesUsing { get; set; }

    /// <summary>The observations of its calls, the outermost first; null for none.</summary>
    public List<LiveCaptures>? Live { get; set; }

    /// <summary>Who asked for <see cref="Live"/>, in the same order.</summary>
    public List<LiveEdit>? LiveEdits { get; set; }

    /// <summary>Whether calls of the method are looked at in any way.</summary>
    public bool IsWrapped => Site >= 0 || Live is not null;

    /// <summary>Whether the span may end before an explicit tail call.</summary>
    public bool EndsBeforeTailCalls { get; set; }

    /// <summary>How many such calls there are, once the method is planned.</summary>
    public int TailCalls { get; set; }

    /// <summary>Whether somebody wants to read the code.</summary>
    public bool WantsListing { get; set; }
}
