using DdRun.Json;

namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>
/// How the agent obfuscates resources, where it leaves those of the statistics to us. Its traces, which it obfuscates itself, and our counts must
/// come out under the same names.
/// </summary>
internal sealed record ObfuscationRules
{
    /// <summary>The version of the agent's rules that is implemented here.</summary>
    public const int Version = 1;

    /// <summary>Tells the agent to leave the resources of a request as they are.</summary>
    public const string Header = "Datadog-Obfuscation-Version: 1\r\n";

    /// <summary>Digits in names become <c>?</c>.</summary>
    public bool ReplaceDigits { get; init; }

    /// <summary><c>AS name</c> stays.</summary>
    public bool KeepAliases { get; init; }

    /// <summary>What of a resource is kept, in bytes of UTF-8.</summary>
    public int MaxResourceBytes { get; init; } = 5000;

    /// <summary>
    /// Null when the agent obfuscates what it gets: it says nothing of it, follows newer rules than ours, or is set to another way of reading SQL.
    /// Without our header it obfuscates the counts itself, so that is never wrong, only coarser.
    /// </summary>
    public static ObfuscationRules? Parse(JsonObject info)
    {
        if (info.Number("obfuscation_version") is not (>= 1 and <= Version))
            return null;
        var flags = info.Texts("feature_flags");
        if (flags.Contains("sqllexer") || flags.Contains("dollar_quoted_func") || HasMode(info))
            return null;
        return new ObfuscationRules
        {
            ReplaceDigits = flags.Contains("quantize_sql_tables") || flags.Contains("replace_sql_digits"),
            KeepAliases = flags.Contains("keep_sql_alias"),
            MaxResourceBytes = flags.Contains("big_resource") ? 15_000 : 5000,
        };
    }

    private static bool HasMode(JsonObject info) => info.Object("config")?.Object("obfuscation")?.Text("sql_obfuscation_mode") is { Length: > 0 };
}
