using System.Runtime.CompilerServices;
using DdRun.Probes.Expressions;

namespace DdRun.Probes;

/// <summary>
/// What is read of a call when it has ended, a task's with the task: the woven method has returned by then, so its own code cannot.
/// </summary>
internal sealed class LateCaptures
{
    private readonly LateTemplate[] _templates;
    private readonly LateNode[][] _holes;

    public LateCaptures(LateTemplate[] templates)
    {
        _templates = templates;
        _holes = Array.ConvertAll(templates, template => Array.ConvertAll(template.Holes, LateReader.Read));
    }

    /// <summary>Whether the span is wanted.</summary>
    public bool Apply(Span span, int site, ProbeState state, Exception? fault)
    {
        var scope = new ProbeScope { Span = span, Site = site, State = state };
        if (!Probe.BeginCaptures(ref scope))
            return true;
        var isWanted = true;
        for (var i = 0; i < _templates.Length; i++)
        {
            var context = new LateContext
            {
                Elapsed = span.Elapsed,
                HasFailed = fault is not null || span.Error,
                Fault = fault,
                Kept = state.Kept,
                Result = fault is null ? state.Result : null,
                ResultType = fault is null ? state.ResultType : null,
            };
            try
            {
                isWanted &= Apply(context, _templates[i].Template, _holes[i], ref scope);
            }
            catch (Exception e)
            {
                Probe.CaptureFailed(e, ref scope);
                // A condition that throws does not hold.
                isWanted &= Probe.Site(site)!.Templates[_templates[i].Template].Target != ProbeTarget.Condition;
            }
        }
        Probe.EndCaptures();
        return isWanted;
    }

    private static bool Apply(in LateContext context, int template, LateNode[] holes, ref ProbeScope scope)
    {
        var known = Probe.Site(scope.Site)!.Templates[template];
        if (known.Literals is null)
        {
            var value = holes[0].Evaluate(context);
            if (known.Target == ProbeTarget.Condition)
                return value.IsTrue;
            if (!value.IsNothing)
                Probe.Capture(value.ToObject(), template, ref scope);
            return true;
        }
        var text = new DefaultInterpolatedStringHandler(0, holes.Length);
        for (var i = 0; i < holes.Length; i++)
        {
            var value = holes[i].Evaluate(context);
            if (value.IsNothing || CaptureText.Of(value.ToObject()) is not { } part)
                return true;
            text.AppendLiteral(known.Literals[i]);
            text.AppendLiteral(part);
        }
        text.AppendLiteral(known.Literals[^1]);
        Probe.Capture(text.ToStringAndClear(), template, ref scope);
        return true;
    }
}
