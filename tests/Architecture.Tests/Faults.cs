namespace DdRun.Architecture.Tests;

/// <summary>What arrows there are that a table of floors does not allow.</summary>
internal static class Faults
{
    /// <summary>One line for each: the rooms, and the types that tie them.</summary>
    public static string[] Of(FloorTable table, IEnumerable<Arrow> arrows)
    {
        var faults = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (from, to) in arrows)
        {
            if (table.Of(from) is not { } user || table.Of(to) is not { } used || ReferenceEquals(user, used) || used.Floor < user.Floor)
                continue;
            var way = used.Floor == user.Floor ? "beside it" : "above it";
            var fault = $"{user.Name} uses {used.Name}, which stands {way}";
            if (!faults.TryGetValue(fault, out var types))
                faults.Add(fault, types = []);
            types.Add($"{from} names {to}");
        }
        return [.. faults.Select(fault => $"{fault.Key}: {string.Join("; ", fault.Value.Order(StringComparer.Ordinal))}")];
    }
}
