using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>Which methods a request means: <c>pattern</c>, the rules of <c>manifest</c>, or both.</summary>
internal static class ChoiceValues
{
    /// <exception cref="LiveErrorException">There is neither, or a mistake in one.</exception>
    public static MethodChoice Read(RequestValues values)
    {
        var manifest = values.Text("manifest");
        if (values.Text("pattern") is not { } text)
        {
            return manifest is null
                ? throw new LiveErrorException("\"pattern\" is missing", "request")
                : WithRules(null, manifest, values);
        }
        if (!MethodPattern.TryParse(text, out var pattern, out var error, out var column))
            throw new LiveErrorException(new LiveError(error, "pattern") { Text = text, Column = column + 1 });
        return manifest is null ? MethodChoice.Of(pattern) : WithRules(pattern, manifest, values);
    }

    private static MethodChoice WithRules(MethodPattern? pattern, string manifest, RequestValues values)
    {
        var origin = values.Text("origin") ?? "manifest";
        var rules = new RuleSet(EmbeddedManifests.None);
        rules.AddText(origin, manifest);
        ManifestMistakes.Check(rules, origin, manifest, "manifest", linesBefore: 0);
        return MethodChoice.Of(pattern, rules.Own, origin);
    }
}
