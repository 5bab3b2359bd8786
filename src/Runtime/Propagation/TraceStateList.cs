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

    /// <summary>The list with our member replaced, or added, or (null) left out.</summary>
    public static string With(string? text, string? datadog) => Join(text == null ? [] : Split(text, out _), datadog);

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
            else
                members.Add(member.ToString());
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
