using System.Globalization;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Something in a manifest that is not as it should be. Line and column begin at 1; 0 when the whole file is meant.</summary>
/// <param name="File">The manifest, or the variable.</param>
/// <param name="Line">Line.</param>
/// <param name="Column">Column.</param>
/// <param name="Rule">Index of the rule; negative outside of rules.</param>
/// <param name="Message">What is wrong, and what was meant.</param>
/// <param name="IsError">False: the rule still counts.</param>
internal sealed record ManifestProblem(string File, int Line, int Column, int Rule, string Message, bool IsError = true)
{
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column})") : File;
        var rule = Rule >= 0 ? string.Create(CultureInfo.InvariantCulture, $" instrument[{Rule}]:") : "";
        return $"{place}: {(IsError ? "error" : "warning")}:{rule} {Message}";
    }
}
