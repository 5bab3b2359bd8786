using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Probes.Expressions;

namespace DdRun.Probes;

public static partial class Probe
{
    /// <summary>Whether captures are worth their cost; if so, until <see cref="EndCaptures"/> woven methods make no spans on this thread.</summary>
    /// <remarks>What the target's getters call meanwhile, it has not called; nor does a getter that leads back here go round for ever.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool BeginCaptures(ref ProbeScope scope)
    {
        if (scope.Span is null && scope.State is null)
            return false;
        OwnWork.BeginCaptures();
        return true;
    }

    /// <summary>All captures were tried.</summary>
    public static void EndCaptures() => OwnWork.EndCaptures();

    /// <summary>A template that is one value: numbers become metrics, anything else a string tag.</summary>
    public static void Capture<T>(T value, int template, ref ProbeScope scope)
    {
        if (value is null)
            return;
        var known = s_sites[scope.Site].Templates[template];
        if (known.Target == ProbeTarget.Resource)
        {
            if (CaptureText.Of(value) is { } resource)
                SetResource(resource, ref scope);
        }
        else if (known.Target == ProbeTarget.Error)
        {
            if (value is true)
                MarkError(ref scope);
        }
        else if (known.Target == ProbeTarget.Status)
        {
            if (scope.Span is { Error: true } failed)
                failed.SetTag("error.message", CaptureText.Of(value));
        }
        else if (scope.Span is { } span)
        {
            SetTag(span, known.Key!, value);
        }
        else if (scope.State is { } state)
        {
            (state.Tags ??= []).Add(new(known.Key!, CaptureText.Simplify(value)));
        }
    }

    /// <summary>One hole of a template with text around it.</summary>
    public static void CapturePart<T>(T value, int template, int part, ref ProbeScope scope)
    {
        if (value is null)
            return;
        var state = scope.State ??= new ProbeState();
        if (part == 0 || state.Parts is null)
            state.Parts = new string?[s_sites[scope.Site].Templates[template].Literals!.Length - 1];
        state.Parts[part] = CaptureText.Of(value);
    }

    /// <summary>All holes were offered; one that stayed empty leaves the template out.</summary>
    public static void Compose(int template, ref ProbeScope scope)
    {
        var known = s_sites[scope.Site].Templates[template];
        if (scope.State is not { Parts: { } parts } state)
            return;
        state.Parts = null;
        var literals = known.Literals!;
        if (parts.Length != literals.Length - 1)
            return;
        var text = new DefaultInterpolatedStringHandler(0, parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is null)
                return;
            text.AppendLiteral(literals[i]);
            text.AppendLiteral(parts[i]!);
        }
        text.AppendLiteral(literals[^1]);
        Capture(text.ToStringAndClear(), template, ref scope);
    }

    /// <summary>A value for the observer.</summary>
    public static void Observe<T>(T value, int index, ref ProbeScope scope)
    {
        if (scope.State is { } state)
            state.Values[index] = Boxes<T>.Box(value);
    }

    /// <summary>The answer of the filter around captures: handled, whatever a getter of the target has thrown.</summary>
    public static int CaptureFailed(object exception, ref ProbeScope scope)
    {
        if (scope.State is { } state)
            state.Parts = null;
        Report(scope.Site, AsException(exception));
        return 1;
    }

    /// <summary>What a condition that is known when the call begins has come to: without it the call has no span.</summary>
    public static void Want(bool isWanted, ref ProbeScope scope)
    {
        if (isWanted)
            return;
        if (scope.Span is { } span)
        {
            // An async method whose state machine ends it.
            if (scope.State?.Pending is { } pending)
                pending.Span = null;
            scope.Span = null;
            span.Discard();
        }
        if (scope.State is not { } state)
            return;
        scope.State = null;
        if (state.Pending is null)
            state.GiveBack();
    }

    /// <summary>Keeps a value for an expression that is evaluated when the call ends.</summary>
    public static void Keep<T>(T value, int slot, ref ProbeScope scope)
    {
        if (scope.State is not { } state)
            return;
        state.Kept ??= new LateValue[s_sites[scope.Site].KeptValues];
        state.Kept[slot] = LateValue.Of(value);
    }

    private static void SetTag<T>(Span span, string key, T value)
    {
        if (typeof(T) == typeof(int))
            span.SetTag(key, (long)(int)(object)value!);
        else if (typeof(T) == typeof(long))
            span.SetTag(key, (long)(object)value!);
        else if (typeof(T) == typeof(double))
            span.SetTag(key, (double)(object)value!);
        else if (typeof(T) == typeof(bool))
            span.SetTag(key, (bool)(object)value!);
        else
            span.SetTag(key, CaptureText.Simplify(value));
    }

    private static void SetResource(string resource, ref ProbeScope scope)
    {
        if (scope.Span is { } span)
            span.Resource = resource;
        else if (scope.State is { } state)
            state.Resource = resource;
    }

    private static void MarkError(ref ProbeScope scope)
    {
        if (scope.Span is { } span)
            span.Error = true;
        else if (scope.State is { } state)
            state.ResultIsError = true;
    }
}
