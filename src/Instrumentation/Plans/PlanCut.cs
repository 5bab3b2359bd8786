using System.Buffers.Binary;

namespace DdRun.Instrumentation.Plans;

/// <summary>Takes methods out of a plan that is written already. Layout: docs/weave-plan.md.</summary>
internal static class PlanCut
{
    private const int ItemCount = 24, MethodCount = 28, Header = 32;

    /// <summary>The same without some of its methods, which the reports then say a reason for.</summary>
    public static WovenModule Without(WovenModule woven, ICollection<uint> tokens, Refusal reason)
    {
        var plan = woven.Plan;
        var cut = new byte[plan.Length];
        var positions = new List<int>();
        var kept = new List<uint>();
        var at = Items(plan);
        plan.AsSpan(0, at).CopyTo(cut);
        var (length, site) = (at, 0);
        foreach (var token in woven.Tokens)
        {
            var next = Method(plan, at);
            var isKept = !tokens.Contains(token);
            for (; site < woven.SitePositions.Length && woven.SitePositions[site] < next; site++)
            {
                if (isKept)
                    positions.Add(woven.SitePositions[site] - at + length);
            }
            if (isKept)
            {
                plan.AsSpan(at, next - at).CopyTo(cut.AsSpan(length));
                length += next - at;
                kept.Add(token);
            }
            at = next;
        }
        BinaryPrimitives.WriteInt32LittleEndian(cut.AsSpan(MethodCount), kept.Count);
        Array.Resize(ref cut, length);
        return woven with
        {
            Plan = cut,
            SitePositions = [.. positions],
            Tokens = [.. kept],
            Reports = Array.ConvertAll(woven.Reports, report => tokens.Contains(report.Token) ? report with { Refusal = reason } : report),
        };
    }

    // Where the methods begin.
    private static int Items(byte[] plan)
    {
        var at = Header;
        for (var left = Number(plan, ItemCount); left > 0; left--)
            at = Item(plan, (PlanItemKind)plan[at], at + 1);
        return at;
    }

    private static int Item(byte[] plan, PlanItemKind kind, int at) => kind switch
    {
        PlanItemKind.AssemblyReference => Bytes(plan, Text(plan, at) + 8),
        PlanItemKind.TypeReference => Text(plan, at + 4),
        PlanItemKind.MemberReference => Blob(plan, Text(plan, at + 4)),
        PlanItemKind.MethodSpecification => Blob(plan, at + 4),
        PlanItemKind.UserString => Text(plan, at),
        _ => Blob(plan, at),
    };

    private static int Method(byte[] plan, int at) => Pairs(plan, Pairs(plan, Bytes(plan, at + 4)));

    private static int Blob(byte[] plan, int at) => Pairs(plan, Bytes(plan, at));

    private static int Bytes(byte[] plan, int at) => at + 4 + Number(plan, at);

    private static int Text(byte[] plan, int at) => at + 4 + 2 * Number(plan, at);

    private static int Pairs(byte[] plan, int at) => at + 4 + 8 * Number(plan, at);

    private static int Number(byte[] plan, int at) => BinaryPrimitives.ReadInt32LittleEndian(plan.AsSpan(at));
}
