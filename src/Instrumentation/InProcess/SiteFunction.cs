using DdRun.Instrumentation.Integrations;
using DdRun.Probes;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// Says on the spans of a user's rule which function they are of, for receivers that know spans by the semantic conventions. Those of our
/// integrations say what they are themselves.
/// </summary>
internal static class SiteFunction
{
    public static void Name(ProbeSite site)
    {
        foreach (var (key, _) in site.Tags)
            if (key is "component" or FunctionName.Tag)
                return;
        if (site.Observer is not null || site.Method.Length == 0)
            return;
        var parameters = site.Method.IndexOf('(', StringComparison.Ordinal);
        site.Tags = [new(FunctionName.Tag, parameters < 0 ? site.Method : site.Method[..parameters]), .. site.Tags];
    }
}
