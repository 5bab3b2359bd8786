using System.Buffers.Binary;
using System.Text;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Manifests;

/// <summary>What every start has to know of the rules. Kept beside the plans, so that the rules themselves are read only for an assembly that is new.</summary>
/// <param name="IsFramework">Whether a rule for any assembly could mean something in one of the shared framework.</param>
/// <param name="Assemblies">The names, with wildcards, of the assemblies that the other rules are for.</param>
/// <param name="Rules">How many rules there are.</param>
internal sealed record RuleReach(bool IsFramework, string[] Assemblies, int Rules)
{
    private const byte Framework = 1;
    private const int CountAt = 1, RulesAt = CountAt + sizeof(int), TextAt = RulesAt + sizeof(int);

    public static RuleReach Of(IReadOnlyList<Rule> rules)
    {
        var isFramework = false;
        var assemblies = new List<string>();
        foreach (var rule in rules)
        {
            if (rule.Assembly is { } assembly)
                assemblies.Add(assembly);
            else
                isFramework |= rule.Target != RuleTarget.Method || IsFrameworkNamespace(rule.Pattern.Type.Prefix);
        }
        return new(isFramework, [.. assemblies], rules.Count);
    }

    /// <summary>Whether any rule could mean something in an assembly of the shared framework.</summary>
    public bool MayReach(string assembly)
    {
        if (IsFramework)
            return true;
        foreach (var name in Assemblies)
        {
            if (Glob.MatchesName(name, assembly))
                return true;
        }
        return false;
    }

    public byte[] Write()
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', Assemblies));
        var bytes = new byte[TextAt + text.Length];
        bytes[0] = IsFramework ? Framework : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountAt), Assemblies.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(RulesAt), Rules);
        text.CopyTo(bytes, TextAt);
        return bytes;
    }

    /// <summary>Null when the bytes are not what was written.</summary>
    public static RuleReach? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < TextAt)
            return null;
        string[] assemblies = BinaryPrimitives.ReadInt32LittleEndian(bytes[CountAt..]) == 0 ? [] : Encoding.UTF8.GetString(bytes[TextAt..]).Split('\n');
        return assemblies.Length == BinaryPrimitives.ReadInt32LittleEndian(bytes[CountAt..])
            ? new((bytes[0] & Framework) != 0, assemblies, BinaryPrimitives.ReadInt32LittleEndian(bytes[RulesAt..]))
            : null;
    }

    private static bool IsFrameworkNamespace(string prefix) =>
        prefix.StartsWith("System", StringComparison.Ordinal) || prefix.StartsWith('M') || prefix.StartsWith("Int", StringComparison.Ordinal);
}
