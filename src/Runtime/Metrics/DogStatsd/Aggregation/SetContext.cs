using System.Text;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>The different members seen since the last flush.</summary>
internal sealed class SetContext(in ContextKey key, int hash, byte[] sentName, byte[] ownTags) : MetricContext(key, hash, sentName, ownTags)
{
    public const int Capacity = 1000;

    private HashSet<string> _members = new(StringComparer.Ordinal);
    private HashSet<string> _spare = new(StringComparer.Ordinal);
    private bool _retired;

    /// <param name="member">The member, as the caller gave it.</param>
    /// <param name="full">Whether there was no place for another one.</param>
    /// <returns>False when the context is retired.</returns>
    public bool TryAdd(string member, out bool full)
    {
        lock (this)
        {
            full = _members.Count >= Capacity && !_members.Contains(member);
            if (_retired)
                return false;
            if (!full)
                _members.Add(member);
            return true;
        }
    }

    public override int Write(PacketWriter writer, LineEnd end)
    {
        HashSet<string> members;
        lock (this)
        {
            if (_members.Count == 0)
                return 0;
            members = _members;
            _members = _spare;
            _spare = members;
        }
        var lines = 0;
        foreach (var member in members)
        {
            Begin(writer);
            writer.Append(Encoding.UTF8.GetBytes(StatsdText.Field(member)));
            if (End(writer, end, 1))
                lines++;
        }
        members.Clear();
        return lines;
    }

    public override bool TryRetire()
    {
        lock (this)
            return _retired = _members.Count == 0;
    }
}
