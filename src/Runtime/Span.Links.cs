using DdRun.Tracing;

namespace DdRun;

public partial class Span
{
    /// <summary>More links or events than this on one span are left out.</summary>
    internal const int MaxLinksAndEvents = 1000;

    /// <summary>Links to another span. A later link to the same span replaces the earlier; one with a zero id is ignored.</summary>
    public Span AddLink(SpanLink link)
    {
        if (link is null || link.SpanId == 0 || (link.TraceIdHigh | link.TraceIdLow) == 0 || !IsEditable)
            return this;
        var state = Lock();
        try
        {
            var links = OwnExtras().Links ??= [];
            var same = SpanLinks.IsPointer(link) ? -1 : links.FindIndex(l => l.SpanId == link.SpanId && !SpanLinks.IsPointer(l));
            if (same >= 0)
                links[same] = link;
            else if (links.Count < MaxLinksAndEvents)
                AddLinkTo(links, link);
            else
                _extras!.DroppedLinks++;
        }
        finally
        {
            Unlock(state);
        }
        return this;
    }

    /// <summary>Links to the span of a context.</summary>
    public Span AddLink(SpanContext context, IReadOnlyDictionary<string, string>? attributes = null) =>
        context is null ? this : AddLink(new SpanLink(context, attributes));

    /// <summary>
    /// Adds something that happened at a moment. Attribute values may be text, bool, integers, finite floating numbers, and lists of one of those;
    /// others are left out.
    /// </summary>
    public Span AddEvent(string name, IEnumerable<KeyValuePair<string, object?>>? attributes = null, DateTimeOffset? time = null)
    {
        if (name is null || !IsEditable)
            return this;
        return AddEvent(SpanEvent.Create(name, time is { } given ? Clock.ToUnixNanoseconds(given) : Clock.UtcNanoseconds(), attributes));
    }

    internal Span AddEvent(SpanEvent added)
    {
        if (!IsEditable)
            return this;
        var state = Lock();
        try
        {
            var events = OwnExtras().Events ??= [];
            if (events.Count < MaxLinksAndEvents)
            {
                events.Add(added);
                _tagChars += added.Weight;
            }
            else
            {
                _extras!.DroppedEvents++;
            }
        }
        finally
        {
            Unlock(state);
        }
        return this;
    }

    private void AddLinkTo(List<SpanLink> links, SpanLink link)
    {
        links.Add(link);
        _tagChars += 100;
    }

    internal List<SpanLink>? Links => _extras?.Links;
    internal List<SpanEvent>? Events => _extras?.Events;

    /// <summary>Tags, links and events that found no place.</summary>
    internal (int Tags, int Links, int Events) Dropped => _extras is { } extras ? (extras.DroppedTags, extras.DroppedLinks, extras.DroppedEvents) : default;
}
