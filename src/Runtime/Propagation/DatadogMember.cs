using System.Globalization;
using System.Text;
using DdRun.Text;

namespace DdRun.Propagation;

/// <summary>The value of the <c>dd</c> member of a <c>tracestate</c>: <c>s:1;o:rum;p:0123456789abcdef;t.dm:-4</c>.</summary>
internal static class DatadogMember
{
    // Of a member with tags that it could do without.
    private const int MaxLength = 256;

    /// <summary>Applies a member to a context whose priority still is the sampled flag.</summary>
    /// <returns>False when it is malformed; the context is then as it was.</returns>
    public static bool TryApply(string value, SpanContext context)
    {
        if (value.Length == 0)
            return false;
        int? priority = null;
        string? origin = null, parent = null;
        List<KeyValuePair<string, string>>? tags = null;
        foreach (var item in new Parts(value, ';'))
        {
            var colon = item.IndexOf(':');
            if (colon < 0)
                return false;
            var key = item[..colon];
            var text = item[(colon + 1)..];
            switch (key)
            {
                case "s":
                    if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
                        return false;
                    priority = number;
                    break;
                case "o":
                    origin = Decode(text);
                    break;
                case "p":
                    parent = text.ToString();
                    break;
                default:
                    if (key.StartsWith("t.") && key.Length > 2)
                        (tags ??= []).Add(new(string.Concat(PropagationTags.Prefix, key[2..]), Decode(text)));
                    break;
            }
        }
        context.Origin = origin;
        if (!string.IsNullOrEmpty(parent))
            context.SetTag(PropagationTags.ParentId, parent);
        foreach (var (key, text) in tags ?? [])
            context.SetTag(key, text);
        var isSampled = context.SamplingPriority is > 0;
        context.SamplingPriority = Priority(isSampled, priority, origin);
        if (priority is { } stated && stated > 0 != isSampled)
            CorrectDecisionMaker(context, isSampled);
        return true;
    }

    /// <summary>The member's value for a context; empty when there is nothing to say.</summary>
    public static string Format(SpanContext context)
    {
        var text = new StringBuilder();
        if (!context.IsRemote)
            Add(text, "p", HexId.Format(context.SpanId));
        else if (context.GetTag(PropagationTags.ParentId) is { } last)
            Add(text, "p", last);
        if (context.SamplingPriority is { } priority)
            Add(text, "s", priority.ToString(CultureInfo.InvariantCulture));
        if (context.Origin is { Length: > 0 } origin)
            Add(text, "o", Encode(origin));
        AddTag(text, PropagationTags.DecisionMaker, context.GetTag(PropagationTags.DecisionMaker), int.MaxValue);
        AddTag(text, UserId, context.GetTag(UserId), int.MaxValue);
        // The upper half of the trace id is in traceparent already.
        foreach (var (key, value) in context.Tags ?? [])
            if (key.StartsWith(PropagationTags.Prefix, StringComparison.Ordinal) && key is not (PropagationTags.DecisionMaker or UserId or PropagationTags.TraceIdHigh))
                AddTag(text, key, value, MaxLength);
        return text.ToString();
    }

    private const string UserId = "_dd.p.usr.id";

    // Whoever has set the flag otherwise has decided anew.
    private static void CorrectDecisionMaker(SpanContext context, bool isSampled)
    {
        if (isSampled)
            context.SetTag(PropagationTags.DecisionMaker, Sampling.SamplingMechanism.Tag(Sampling.SamplingMechanism.Default));
        else
            context.Tags?.Remove(PropagationTags.DecisionMaker);
    }

    private static int? Priority(bool sampled, int? priority, string? origin)
    {
        if (priority == null && origin == "rum")
            return null;
        if (sampled)
            return priority is >= 1 ? priority : 1;
        return priority is <= 0 ? priority : 0;
    }

    private static void AddTag(StringBuilder text, string key, string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
            return;
        var name = "t." + EncodeKey(key.AsSpan(PropagationTags.Prefix.Length));
        var encoded = Encode(value);
        if (text.Length + (text.Length > 0 ? 1 : 0) + name.Length + 1 + encoded.Length <= maxLength)
            Add(text, name, encoded);
    }

    private static void Add(StringBuilder text, string key, string value)
    {
        if (text.Length > 0)
            text.Append(';');
        text.Append(key).Append(':').Append(value);
    }

    private static string Decode(ReadOnlySpan<char> text) => text.ToString().Replace('~', '=');

    private static string Encode(string value) => Clean(value, static c => c switch { ',' or ';' or '~' => '_', '=' => '~', _ => c });

    private static string EncodeKey(ReadOnlySpan<char> key) => Clean(key, static c => c is ',' or '=' or ' ' or ';' or ':' ? '_' : c);

    // A run of characters outside printable ASCII becomes one underscore.
    private static string Clean(ReadOnlySpan<char> value, Func<char, char> map)
    {
        var text = new StringBuilder(value.Length);
        var inRun = false;
        foreach (var c in value)
        {
            var foreign = c is < ' ' or > '~';
            if (!foreign)
                text.Append(map(c));
            else if (!inRun)
                text.Append('_');
            inRun = foreign;
        }
        return text.ToString();
    }
}
