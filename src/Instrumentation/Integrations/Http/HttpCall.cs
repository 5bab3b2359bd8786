using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// One passage of a request through the handler, kept with the activity that the handler makes for it: the request itself may be under way several times
/// at once, and is the application's.
/// </summary>
/// <param name="request">The application's.</param>
/// <param name="activity">The handler's.</param>
/// <param name="source">The span whose context goes out; null where the request asks for none.</param>
/// <param name="span">The span that ends with the passage, if it has one of its own.</param>
internal sealed class HttpCall(HttpRequestMessage request, Activity activity, Span? source, Span? span)
{
    private const string Key = "dd-run.http";

    // Nothing of the application's passes through the handler's own code for headers, which also marks a request as written to.
    private static readonly HttpRequestMessage s_blank = new();

    private readonly List<KeyValuePair<string, string>> _before = [];
    private List<KeyValuePair<string, string>>? _written;
    private List<string>? _removed;
    private HttpRequestMessage? _shown;
    private bool _agreed;
    private bool _writtenByUs;
    private bool _keepsOut;

    public HttpRequestMessage Request => request;

    /// <summary>Null for one that has ended, or never was.</summary>
    public Span? Span { get; private set; } = span;

    public static HttpCall? Of(Activity? activity) => activity?.GetCustomProperty(Key) as HttpCall;

    /// <summary>Whether the current flow is a passage of that request.</summary>
    public static HttpCall? Of(HttpRequestMessage request) => Of(Activity.Current) is { } call && ReferenceEquals(call.Request, request) ? call : null;

    public bool Shows(HttpRequestMessage carrier) => ReferenceEquals(carrier, s_blank) || ReferenceEquals(carrier, _shown) || ReferenceEquals(carrier, request);

    /// <summary>The passage of the same request through a handler within the handler.</summary>
    public HttpCall Within(Activity inner) => new(request, inner, source, span: null);

    public void Begin() => activity.SetCustomProperty(Key, this);

    public Span? End()
    {
        var span = Span;
        Span = null;
        return span;
    }

    /// <summary>
    /// Where the handler cannot be lent a copy, the request gets what the handler would have written on it by itself, and nothing more: only that it is our
    /// trace that is named there.
    /// </summary>
    public void Name(DistributedContextPropagator before, object carrier, DistributedContextPropagator.PropagatorSetterCallback setter)
    {
        if (source is null || InnerPropagator.KeepsOut(before))
        {
            before.Inject(activity, carrier, setter);
            return;
        }
        var ours = new List<KeyValuePair<string, string>>();
        Propagator.Inject(SentContext.Of(source, activity), ours, static (to, name, value) => to.Add(new(name, value)));
        foreach (var (name, value) in InnerPropagator.Ask(before, activity))
        {
            var own = ContextFields.Contains(name) ? ours.Find(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value : null;
            setter(carrier, name, own ?? value);
        }
    }

    /// <summary>
    /// A request for the handler's propagator to write to. To one of the application's it is like the real one, but for context that was there before:
    /// whatever it has afterwards is new.
    /// </summary>
    public HttpRequestMessage Show(DistributedContextPropagator propagator)
    {
        if (propagator is TracePropagator)
            return s_blank;
        _keepsOut = InnerPropagator.KeepsOut(propagator);
        // Without us nobody would have asked it: there was no activity.
        if (_keepsOut && activity is { Parent: null, HasRemoteParent: false })
            return s_blank;
        _shown = PrivateRequest.Copy(request, withOptions: true);
        PrivateRequest.RemoveContext(_shown.Headers);
        foreach (var (name, values) in _shown.Headers.NonValidated)
            _before.Add(new(name, values.ToString()));
        return _shown;
    }

    /// <summary>Our propagator was asked, by the handler or by another propagator around ours.</summary>
    public void Agree(DistributedContextPropagator before, object carrier, DistributedContextPropagator.PropagatorSetterCallback setter)
    {
        _agreed = true;
        var own = source is null || !InnerPropagator.SaysNothing(before, activity) ? InnerPropagator.Ask(before, activity) : null;
        if (source is null)
        {
            foreach (var (name, value) in own!)
                Pass(carrier, setter, name, value);
            return;
        }
        foreach (var (name, value) in own ?? [])
        {
            if (!ContextFields.Contains(name) && (name != BaggageStyle.Header || !SentContext.HasBaggageOf(source, activity)))
                Pass(carrier, setter, name, value);
        }
        if (_shown is null)
            return;
        // Through the one that wraps ours, which may change or leave out what it wants.
        _writtenByUs = true;
        Propagator.Inject(SentContext.Of(source, activity), (carrier, setter), static (to, name, value) => to.setter(to.carrier, name, value));
    }

    /// <summary>The headers that go over the wire; null where they are the application's as they are.</summary>
    public HttpRequestMessage? ToSend()
    {
        if (_shown is { } shown)
            Compare(shown);
        if (!_agreed && _written is null && _removed is null)
            return null;
        var sent = PrivateRequest.Copy(request, withOptions: false);
        foreach (var name in _removed ?? [])
            sent.Headers.Remove(name);
        if (_writtenByUs)
            PrivateRequest.RemoveContext(sent.Headers);
        foreach (var (name, value) in _written ?? [])
        {
            if (!sent.Headers.NonValidated.Contains(name) || ContextFields.Contains(name))
                PrivateRequest.Set(sent.Headers, name, value);
        }
        if (source is not null && !_writtenByUs && !_keepsOut && (_agreed || _written is not null))
            SentContext.Write(SentContext.Of(source, _agreed ? activity : null), new RequestHeaders(sent.Headers));
        return sent;
    }

    private void Pass(object carrier, DistributedContextPropagator.PropagatorSetterCallback setter, string name, string value)
    {
        if (_shown is null)
            (_written ??= []).Add(new(name, value));
        else
            setter(carrier, name, value);
    }

    // What the application's propagator has made of the request. Once: the handler may send it several times.
    private void Compare(HttpRequestMessage shown)
    {
        _shown = null;
        foreach (var (name, values) in shown.Headers.NonValidated)
        {
            var value = values.ToString();
            if (!_before.Contains(new(name, value)))
                (_written ??= []).Add(new(name, value));
        }
        foreach (var (name, _) in _before)
        {
            if (!shown.Headers.NonValidated.Contains(name))
                (_removed ??= []).Add(name);
        }
    }
}
