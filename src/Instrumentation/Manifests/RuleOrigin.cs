using System.Globalization;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Where a rule stands.</summary>
internal sealed record RuleOrigin(string File, int Line, int Column)
{
    public override string ToString() => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column})") : File;
}
