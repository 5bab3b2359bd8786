using System.Globalization;
using DdRun.Configuration;
using DdRun.Text;

namespace DdRun.Propagation;

/// <summary><c>x-datadog-*</c>: decimal ids, the upper half of a 128-bit trace id among the tags.</summary>
internal static class DatadogStyle
{
    public const string TraceId = "x-datadog-trace-id";
    public const string ParentId = "x-datadog-parent-id";
    public const string Priority = "x-datadog-sampling-priority";
    public const string Origin = "x-datadog-origin";
    public const string Tags = "x-datadog-tags";
    public const string BaggagePrefix = "ot-baggage-";

    public static SpanContext? Extract(HeaderReader headers)
    {
        if (headers.Get(TraceId) is not { } traceText || !TryParseId(traceText, out var traceId) || traceId == 0)
            return null;
        ulong spanId = 0;
        if (headers.Get(ParentId) is { } parentText && !TryParseParent(parentText, out spanId))
            return null;
        int? priority = null;
        if (headers.Get(Priority) is { } priorityText)
        {
            if (!int.TryParse(priorityText, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
                return null;
            priority = number;
        }
        var context = SpanContext.Remote(0, traceId, spanId, priority);
        context.Origin = headers.Get(Origin);
        if (headers.Get(Tags) is { Length: > 0 } tags)
            ReadTags(context, tags);
        return context;
    }

    public static void Inject<TCarrier>(SpanContext context, TCarrier carrier, Action<TCarrier, string, string> set, Settings settings)
    {
        set(carrier, TraceId, context.TraceIdLow.ToString(CultureInfo.InvariantCulture));
        set(carrier, ParentId, context.SpanId.ToString(CultureInfo.InvariantCulture));
        if (context.SamplingPriority is { } priority)
            set(carrier, Priority, priority.ToString(CultureInfo.InvariantCulture));
        if (context.Origin is { } origin)
            set(carrier, Origin, origin);
        if (WriteTags(context, settings.TagsHeaderMaxLength) is { Length: > 0 } tags)
            set(carrier, Tags, tags);
    }

    private static void ReadTags(SpanContext context, string text)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var error = TagSet.Decode(text, all);
        if (error != TagSetError.None)
        {
            context.SetTag(PropagationTags.Error, error == TagSetError.MaxSize ? "extract_max_size" : "decoding_error");
            return;
        }
        foreach (var (key, value) in all)
            if (key.StartsWith(PropagationTags.Prefix, StringComparison.Ordinal) && key.Length > PropagationTags.Prefix.Length && key != PropagationTags.UpstreamServices)
                context.SetTag(key, value);
        ReadTraceIdHigh(context);
        if (context.GetTag(PropagationTags.DecisionMaker) is { } decision && !IsDecisionMaker(decision))
        {
            context.Tags!.Remove(PropagationTags.DecisionMaker);
            context.SetTag(PropagationTags.Error, "decoding_error");
        }
    }

    private static void ReadTraceIdHigh(SpanContext context)
    {
        if (context.GetTag(PropagationTags.TraceIdHigh) is not { } text)
            return;
        if (text.Length == 16 && HexId.IsLower(text) && HexId.TryParse(text, out ulong high) && high != 0)
        {
            context.TraceIdHigh = high;
            return;
        }
        context.Tags!.Remove(PropagationTags.TraceIdHigh);
        context.SetTag(PropagationTags.Error, "malformed_tid " + text);
    }

    /// <summary><c>-0</c> to <c>-255</c>, without leading zeros.</summary>
    private static bool IsDecisionMaker(string text) =>
        text.Length is >= 2 and <= 4 && text[0] == '-' && (text[1] != '0' || text.Length == 2)
        && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9') && int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture) <= 255;

    private static string? WriteTags(SpanContext context, int maxLength)
    {
        if (maxLength == 0)
        {
            context.SetTag(PropagationTags.Error, "disabled");
            return null;
        }
        if (context.GetTag(PropagationTags.Error) != null)
            return null;
        var tags = new List<KeyValuePair<string, string>>();
        var high = context.TraceIdHigh == 0 ? null : HexId.Format(context.TraceIdHigh);
        foreach (var (key, value) in context.Tags ?? [])
            if (key.StartsWith(PropagationTags.Prefix, StringComparison.Ordinal) && (key == PropagationTags.TraceIdHigh ? high : value) is { } text)
                tags.Add(new(key, text));
        // One that came in has kept its place.
        if (high != null && context.GetTag(PropagationTags.TraceIdHigh) == null)
            tags.Add(new(PropagationTags.TraceIdHigh, high));
        if (tags.Count == 0)
            return null;
        var error = TagSet.Encode(tags, maxLength, out var header);
        if (error == TagSetError.None)
            return header;
        context.SetTag(PropagationTags.Error, error == TagSetError.MaxSize ? "inject_max_size" : "encoding_error");
        return null;
    }

    private static bool TryParseId(string text, out ulong id) =>
        ulong.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out id);

    // An id that no span can have is no parent; text that is no number makes the whole context doubtful.
    private static bool TryParseParent(string text, out ulong id)
    {
        if (TryParseId(text, out id))
            return true;
        id = 0;
        var digits = text.AsSpan().Trim();
        if (!digits.IsEmpty && digits[0] is '-' or '+')
            digits = digits[1..];
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
