using DdRun.Configuration.Declarations;
using DdRun.Diagnostics;

namespace DdRun.Configuration;

/// <summary>Rules for single spans may stand in a file of their own.</summary>
internal static class SpanRulesFile
{
    /// <summary>The text of the rules, wherever they stand; null for none.</summary>
    public static string? Read(SettingsSource source)
    {
        var rules = source.Text(SamplingVariables.SpanRules);
        var path = source.Text(SamplingVariables.SpanRulesFile);
        if (path == null)
            return rules;
        if (rules != null)
        {
            Log.Warn($"{SamplingVariables.SpanRules.Name} and {SamplingVariables.SpanRulesFile.Name} are both set; the file is not read.");
            return rules;
        }
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e)
        {
            Log.Error($"{SamplingVariables.SpanRulesFile.Name}='{path}' cannot be read.", e);
            return null;
        }
    }
}
