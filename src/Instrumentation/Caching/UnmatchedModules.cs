using System.Buffers.Binary;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Caching;

/// <summary>
/// Modules in which no rule has found anything, those of all programs in one list: a start that knows them reads no metadata.
/// </summary>
/// <remarks>
/// A record is the module's version id (<c>u8[16]</c>), the hash of the rules (<c>u64</c>) and a hash of both (<c>u64</c>). Processes append to the
/// list at the same time; one that is too long, or ends within a record, is begun anew.
/// </remarks>
internal sealed class UnmatchedModules(PlanCache cache, string planner)
{
    public const int RecordSize = 32, Most = 8192;

    private const int RulesOffset = 16, HashOffset = 24;

    private readonly string _file = string.Concat(CacheKey.HashOf(planner), ".unmatched");
    private byte[]? _records;

    public bool Contains(Guid module, ulong rules)
    {
        Span<byte> sought = stackalloc byte[RecordSize];
        Write(sought, module, rules);
        var records = _records ??= Read();
        for (var at = 0; at < records.Length; at += RecordSize)
        {
            if (records.AsSpan(at, RecordSize).SequenceEqual(sought))
                return true;
        }
        return false;
    }

    /// <summary>For the next start.</summary>
    public void Add(Guid module, ulong rules)
    {
        Span<byte> record = stackalloc byte[RecordSize];
        Write(record, module, rules);
        cache.Append(_file, record);
    }

    private byte[] Read()
    {
        var records = cache.ReadList(_file);
        if (records.Length % RecordSize == 0 && records.Length <= Most * RecordSize)
            return records;
        cache.Remove(_file);
        return [];
    }

    private static void Write(Span<byte> record, Guid module, ulong rules)
    {
        module.TryWriteBytes(record);
        BinaryPrimitives.WriteUInt64LittleEndian(record[RulesOffset..], rules);
        BinaryPrimitives.WriteUInt64LittleEndian(record[HashOffset..], Hash64.Of(record[..HashOffset]));
    }
}
