using System.CommandLine;
using System.Text.Json;

namespace DdRun.Launcher.Live;

/// <summary>Which methods a command asks about: those of a pattern, of a manifest's rules, or those that both mean.</summary>
/// <param name="Pattern">Null where the rules alone decide.</param>
/// <param name="File">The manifest's; null where the pattern alone decides.</param>
/// <param name="Manifest">What is in it.</param>
internal sealed record MeantMethods(string? Pattern, string? File, string? Manifest)
{
    /// <returns>Null after it has said why the manifest cannot be read.</returns>
    public static MeantMethods? Read(ParseResult parsed, Argument<string?> pattern)
    {
        string? manifest = null;
        var file = parsed.GetValue(LiveOptions.Manifest);
        return file is null || ManifestText.TryRead(file, out manifest) ? new(parsed.GetValue(pattern), file, manifest) : null;
    }

    /// <summary>As members of a request.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        if (Pattern is not null)
            writer.WriteString("pattern", Pattern);
        if (Manifest is not null)
            ManifestText.Write(writer, File!, Manifest);
    }
}
