using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Shows what each call calls, and how long that takes: callees are woven as well, one level after the other.</summary>
internal sealed class Trace(int id, ObserveOptions options, Outbox outbox)
    : LiveObservation(id, options, new LiveRequest { If = options.If, ReadsResult = options.If?.IsLate == true }, outbox)
{
    private static readonly LiveRequest s_callee = new();

    private readonly AsyncLocal<TraceNode?> _current = new();
    private bool _isAddingCallees;

    /// <summary>The call that the flow is in.</summary>
    public TraceNode? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    public override LiveRequest Request => _isAddingCallees ? s_callee : base.Request;

    public override LiveSite Open(ModuleSource module, MethodDefinitionHandle method)
    {
        var name = MethodLabel.Of(module.Metadata, method).Text;
        return new LiveSite { Method = name, Observer = new TracedMethod(this, name, isRoot: !_isAddingCallees) };
    }

    /// <summary>Weaves what the methods call, so many levels deep.</summary>
    public void AddCallees(Reweaver changes)
    {
        var callees = new Callees(changes.Bridge);
        var known = new HashSet<(Assembly, uint)>(Methods.Select(static method => (method.Assembly, method.Token)));
        var level = new List<(Assembly Assembly, uint Token)>(known);
        _isAddingCallees = true;
        try
        {
            for (var depth = 0; depth < Options.Depth && level.Count > 0 && Methods.Count < Reweaver.MostMethods; depth++)
            {
                var next = new List<(Assembly Assembly, uint Token)>();
                foreach (var callee in callees.Of(level))
                {
                    if (known.Add(callee))
                        next.Add(callee);
                }
                changes.Add(this, next);
                level = next;
            }
        }
        finally
        {
            _isAddingCallees = false;
        }
    }

    protected override void Prepare(Observed method) => ((TracedMethod)method.Edit.Site.Observer!).Prepare(method.Edit.Captures!);
}
