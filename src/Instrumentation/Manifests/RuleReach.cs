using System.Buffers.Binary;
using System.Text;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Manifests;

/// <summary>What every start has to know of the rules. Kept beside the plans, so that the rules themselves are read only for an assembly that is new.</summary>
/// <param name="IsFramework">Whether a rule for any assembly could mean something in one of the shared framework.</param>
/// <param name="Assemblies">The names, with wildcards, of the assemblies that the other rules are for.</param>
internal sealed record RuleReach(bool IsFramework, string[] Assemblies)
{
    private const byte Framework = 1;

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
        return new(isFramework, [.. assemblies]);
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
        var bytes = new byte[1 + sizeof(int) + text.Length];
        bytes[0] = IsFramework ? Framework : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), Assemblies.Length);
        text.CopyTo(bytes, 1 + sizeof(int));
        return bytes;
    }

    /// <summary>Null when the bytes are not what was written.</summary>
    public static RuleReach? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 1 + sizeof(int))
            return null;
        string[] assemblies = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]) == 0 ? [] : Encoding.UTF8.GetString(bytes[(1 + sizeof(int))..]).Split('\n');
        return assemblies.Length == BinaryPrimitives.ReadInt32LittleEndian(bytes[1..])
            ? new((bytes[0] & Framework) != 0, assemblies)
            : null;
    }

    private static bool IsFrameworkNamespace(string prefix) =>
        prefix.StartsWith("System", StringComparison.Ordinal) || prefix.StartsWith('M') || prefix.StartsWith("Int", StringComparison.Ordinal);
}
