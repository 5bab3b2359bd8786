using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Takes the values of members out of a manifest, and reports those that are not what the member wants.</summary>
internal sealed class ManifestValues(string file, List<ManifestProblem> problems)
{
    /// <summary>Index of the rule that is being read; negative outside of rules.</summary>
    public int Rule { get; set; } = -1;

    /// <summary>Whether something has been reported since this was set to false.</summary>
    public bool HasFailed { get; set; }

    public MethodPattern? Pattern(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (MethodPattern.TryParse(text, out var pattern, out var message, out var column))
            return pattern;
        Error(node, $"\"{member}\": {message}", column);
        return null;
    }

    public Template? Template(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (Expressions.Template.TryParse(text, out var template, out var message, out var column))
            return template;
        Error(node, $"\"{member}\": {message}", column);
        return null;
    }

    /// <summary>One expression, with or without the braces of a template.</summary>
    public Template? Condition(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (ExpressionParser.TryParseBraced(text, out var expression, out var message, out var column))
            return Expressions.Template.Of(text, expression);
        Error(node, $"\"{member}\": {message}", column);
        return null;
    }

    // Names and services are few and known when a method is woven: one that differs with each call would make statistics useless.
    public Template? Fixed(JsonNode node, string member)
    {
        var template = Template(node, member);
        if (template is not null && Array.Exists(template.Holes, hole => hole is not PathExpression { Root: PathRoot.Method or PathRoot.Type }))
            Error(node, $"\"{member}\" may hold only {{method}} and {{type}}; use \"resource\" or \"tags\" for what differs from call to call");
        return template;
    }

    public VersionRange? Versions(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (VersionRange.TryParse(text, out var range))
            return range;
        Error(node, $"\"{member}\" is a range such as \"4.0-10\", \"4.0-\" or \"-10\", from the lower to the higher version");
        return null;
    }

    public string? Text(JsonNode node, string member)
    {
        if (node.Kind == JsonKind.Text && node.Text.Length > 0)
            return node.Text;
        Error(node, node.Kind == JsonKind.Text ? $"\"{member}\" is empty" : $"\"{member}\" is a text, not {node.Describe()}");
        return null;
    }

    public bool Flag(JsonNode node, string member)
    {
        if (node.Kind is not (JsonKind.True or JsonKind.False))
            Error(node, $"\"{member}\" is true or false, not {node.Describe()}");
        return node.Kind == JsonKind.True;
    }

    /// <summary>Whether an object has had a member of that name before.</summary>
    public bool IsRepeated(JsonNode node, int member)
    {
        for (var i = 0; i < member; i++)
        {
            if (node.Names[i].Text != node.Names[member].Text)
                continue;
            Error(node.Names[member], $"\"{node.Names[member].Text}\" is there already, in line {node.Names[i].Line}");
            return true;
        }
        return false;
    }

    public void Unknown(JsonNode name, ReadOnlySpan<string> known)
    {
        var nearest = Nearest.Of(name.Text, known);
        Error(name, $"\"{name.Text}\" is not known here" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
    }

    public void Error(JsonNode node, string message, int offset = -1)
    {
        HasFailed = true;
        problems.Add(new(file, node.Line, node.Column + (offset < 0 ? 0 : offset + 1), Rule, message));
    }
}
