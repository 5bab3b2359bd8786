using System.Text;

namespace DdRun.Propagation;

/// <summary>The members of a <c>tracestate</c>. The Datadog member, the last one if there are several, always comes first.</summary>
internal static class TraceStateList
{
    private const int MaxMembers = 32;
    private const int MaxLength = 512;
    private const int LargeMember = 128;
    private const string Prefix = "dd=";

    /// <summary>Trims, moves our member to the front and keeps to the limits of the W3C recommendation.</summary>
    /// <param name="text">The header.</param>
    /// <param name="datadog">Value of our member as received, or null.</param>
    /// <returns>Null when the text has a character that no header of this kind may have.</returns>
    public static string? Normalize(string text, out string? datadog)
    {
        datadog = null;
        foreach (var c in text)
            if (c is (< ' ' or > '~') and not '\t')
                return null;
        var members = Split(text, out datadog);
        return Join(members, datadog);
    }

    /// <summary>A context's list with our member replaced, or added, or (null) left out, and with what was decided here in OpenTelemetry's.</summary>
    public static string With(SpanContext context, string? datadog)
    {
        var members = context.TraceState is { } text ? Split(text, out _) : [];
        if (context.Probability is { } rate)
            ReplaceOpenTelemetry(members, old => OpenTelemetryMember.With(old, context.TraceIdLow, rate));
        else if (context.IsForced)
            ReplaceOpenTelemetry(members, OpenTelemetryMember.WithoutThreshold);
        return Join(members, datadog);
    }

    // A member that changes moves to the front; one that comes to nothing goes.
    private static void ReplaceOpenTelemetry(List<string> members, Func<string, string> change)
    {
        var index = members.FindIndex(static member => member.StartsWith(OpenTelemetryMember.Prefix, StringComparison.Ordinal));
        var old = index < 0 ? "" : members[index][OpenTelemetryMember.Prefix.Length..];
        var changed = change(old);
        if (changed == old)
            return;
        if (index >= 0)
            members.RemoveAt(index);
        if (changed.Length > 0)
            members.Insert(0, OpenTelemetryMember.Prefix + changed);
    }

    /// <summary>The members of both lists; of two with one key the first list's.</summary>
    public static string? Join(string? first, string? second)
    {
        if (string.IsNullOrEmpty(first) || string.IsNullOrEmpty(second) || first == second)
            return string.IsNullOrEmpty(first) ? second : first;
        var members = Split(first, out var datadog);
        var more = Split(second, out var other);
        foreach (var member in more)
        {
            var key = member[..(member.IndexOf('=', StringComparison.Ordinal) + 1)];
            if (!members.Exists(known => known.StartsWith(key, StringComparison.Ordinal)))
                members.Add(member);
        }
        return Join(members, datadog ?? other);
    }

    private static List<string> Split(string text, out string? datadog)
    {
        var members = new List<string>();
        datadog = null;
        foreach (var part in new Parts(text, ','))
        {
            var member = part.Trim();
            if (member.StartsWith(Prefix))
                datadog = member[Prefix.Length..].ToString();
            else if (!member.StartsWith(OpenTelemetryMember.Prefix))
                members.Add(member.ToString());
            else if (OpenTelemetryMember.Clean(member[OpenTelemetryMember.Prefix.Length..].ToString()) is { Length: > 0 } clean)
                members.Add(OpenTelemetryMember.Prefix + clean);
        }
        return members;
    }

    private static string Join(List<string> members, string? datadog)
    {
        if (datadog != null)
            members.Insert(0, Prefix + datadog);
        var first = datadog == null ? 0 : 1;
        if (members.Count > MaxMembers)
            members.RemoveRange(MaxMembers, members.Count - MaxMembers);
        var length = members.Count - 1;
        foreach (var member in members)
            length += member.Length;
        for (var i = members.Count - 1; i >= first && length > MaxLength; i--)
            if (members[i].Length > LargeMember)
                Remove(i);
        while (length > MaxLength && members.Count > first)
            Remove(members.Count - 1);
        if (members.Count == 1)
            return members[0];
        var text = new StringBuilder(Math.Max(length, 0));
        for (var i = 0; i < members.Count; i++)
            text.Append(i > 0 ? "," : "").Append(members[i]);
        return text.ToString();

        void Remove(int index)
        {
            length -= members[index].Length + 1;
            members.RemoveAt(index);
        }
    }
}
