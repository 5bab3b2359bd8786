using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Il;

/// <summary>References to the probes of observed methods, most of them called as those of traced ones. The other side: src/Runtime/Probes/Live/LiveProbe*.cs.</summary>
internal sealed class LiveMembers(PlanItems items) : ProbeMembers(items, "DdRun.Probes.Live.LiveProbe", "DdRun.Probes.Live.LiveScope")
{
    /// <summary>Whether a call is looked at: <c>(site, out scope)</c>.</summary>
    public PlanReference Look => Method("Enter", Blob(Default, 2).Add(Boolean, Int32).Append(ScopeArgument));

    /// <summary>The same for a call that is only counted, whose beginning this is.</summary>
    public PlanReference Count => Method("Count", Blob(Default, 2).Add(SignatureReader.Void, Int32).Append(ScopeArgument));

    public PlanReference BeginReading => Method("BeginCaptures", Blob(Default, 0).Add(SignatureReader.Void));

    /// <summary>The filter's answer: <c>(exception)</c>.</summary>
    public PlanReference ReadingFailed => Method("CaptureFailed", Blob(Default, 1).Add(Int32, SignatureReader.Object));

    /// <summary>Whether a call whose condition is known is looked at: <c>(condition, ref scope)</c>.</summary>
    public PlanReference IsWanted => Method("Want", Blob(Default, 2).Add(Boolean, Boolean).Append(ScopeArgument));

    /// <summary>Whether values are read: <c>(ref scope)</c>.</summary>
    public PlanReference BeginCall => Method("Begin", Blob(Default, 1).Add(Boolean).Append(ScopeArgument));

    /// <summary>An async method of whose task nothing is known begins: <c>(site, ref scope)</c>.</summary>
    public PlanReference BeginPending => Method("EnterPending", Blob(Default, 2).Add(SignatureReader.Void, Int32).Append(ScopeArgument));

    /// <summary>It returns: <c>(site, ref scope)</c>.</summary>
    public PlanReference LeavePending => Method("ExitPending", Blob(Default, 2).Add(SignatureReader.Void, Int32).Append(ScopeArgument));

    public PlanReference Run => Method("Run", Blob(Default, 1).Add(SignatureReader.Void).Append(ScopeArgument));

    public PlanReference Argument(PlanBlob type) => Take("Argument", type);

    public PlanReference Value(PlanBlob type) => Take("Value", type);

    /// <summary>Takes a span.</summary>
    /// <param name="span">The span's type without its argument, as a type of the core library.</param>
    /// <param name="item">The argument.</param>
    public PlanReference ItemsOf(PlanReference span, PlanBlob item) =>
        Instance("Items", Blob(Generic, 3).Add(SignatureReader.Void, SignatureReader.GenericInstance, SignatureReader.ValueType).Type(span).Add(1).Add(s_variable).Add(Int32).Append(ScopeArgument), item);

    private PlanReference Take(string name, PlanBlob type) =>
        Instance(name, Blob(Generic, 3).Add(SignatureReader.Void).Add(s_variable).Add(Int32).Append(ScopeArgument), type);
}
