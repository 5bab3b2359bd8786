using System.Text;
using DdRun.Instrumentation.Text;
using DdRun.Text;

namespace DdRun.Instrumentation.Caching;

/// <summary>What a plan depends on: the module as it is, the rules, and how plans are made.</summary>
/// <param name="Module">The module's version id.</param>
/// <param name="Rules">A hash of everything in the rules that can change a plan.</param>
/// <param name="Planner">Changes whenever the same rules would give another plan.</param>
internal readonly record struct CacheKey(Guid Module, ulong Rules, string Planner)
{
    /// <summary>Safe as a file's name.</summary>
    public string FileName => string.Concat(Hex(Module), "-", HexId.Format(Rules)) + string.Concat("-", HashOf(Planner), ".plan");

    /// <summary>What stands for a planner in a file's name.</summary>
    public static string HashOf(string planner) => HexId.Format(Hash64.Of(Encoding.UTF8.GetBytes(planner)));

    /// <summary>An id's digits. Its own text is made by vector code, which is not precompiled.</summary>
    public static string Hex(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return HexId.Format(bytes);
    }

    /// <summary>Stands inside of the entry: a file that was renamed is not taken for another one.</summary>
    public ulong Seed => Hash64.Of(Encoding.UTF8.GetBytes(FileName));
}
