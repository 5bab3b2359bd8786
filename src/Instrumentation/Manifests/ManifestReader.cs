using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Reads a manifest. A rule that is wrong is left out and reported; the others count.</summary>
internal sealed class ManifestReader
{
    internal static readonly string[] TopNames = ["$schema", "instrument", "assembly", "versions", "tested"];
    internal static readonly string[] RuleNames =
        ["method", "implements", "overrides", "name", "service", "resource", "type", "tags", "when", "error", "exclude", "observe", "assembly", "versions", "tested"];

    private readonly string _file;
    private readonly List<ManifestProblem> _problems;
    private int _rule = -1;
    private bool _failed;
    private string? _assembly;
    private VersionRange? _versions;
    private VersionRange? _tested;

    private ManifestReader(string file, List<ManifestProblem> problems)
    {
        _file = file;
        _problems = problems;
    }

    public static List<Rule> Read(string file, string text, List<ManifestProblem> problems) => new ManifestReader(file, problems).Read(text);

    private List<Rule> Read(string text)
    {
        var rules = new List<Rule>();
        var json = new JsonReader(text);
        if (json.Read() is not { } root)
        {
            _problems.Add(new(_file, json.Line, json.Column, -1, json.Error));
            return rules;
        }
        if (root.Kind != JsonKind.Object)
        {
            Error(root, $"a manifest is an object with \"instrument\", not {root.Describe()}");
            return rules;
        }
        JsonNode? instrument = null;
        for (var i = 0; i < root.Items.Count; i++)
        {
            switch (root.Names[i].Text)
            {
                case "instrument":
                    instrument = root.Items[i];
                    break;
                case "assembly":
                    _assembly = Text(root.Items[i], "assembly");
                    break;
                case "versions":
                    _versions = Versions(root.Items[i], "versions");
                    break;
                case "tested":
                    _tested = Versions(root.Items[i], "tested");
                    break;
                case "$schema":
                    break;
                default:
                    Unknown(root.Names[i], TopNames);
                    break;
            }
        }
        if (instrument is null)
            Error(root, "\"instrument\" is missing");
        else if (instrument.Kind != JsonKind.Array)
            Error(instrument, $"\"instrument\" is an array of rules, not {instrument.Describe()}");
        else
            ReadRules(instrument, rules);
        return rules;
    }

    private void ReadRules(JsonNode instrument, List<Rule> rules)
    {
        for (_rule = 0; _rule < instrument.Items.Count; _rule++)
        {
            _failed = false;
            if (ReadRule(instrument.Items[_rule]) is { } rule && !_failed)
                rules.Add(rule);
        }
    }

    private Rule? ReadRule(JsonNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            Error(node, $"a rule is an object with \"method\", not {node.Describe()}");
            return null;
        }
        MethodPattern? pattern = null;
        var target = RuleTarget.Method;
        Template? name = null, service = null, resource = null, error = null;
        string? type = null, assembly = _assembly;
        var (versions, tested) = (_versions, _tested);
        IReadOnlyList<KeyValuePair<string, Template>> tags = [];
        bool inside = false, exclude = false;
        ObserveRule? observe = null;
        for (var i = 0; i < node.Items.Count; i++)
        {
            var value = node.Items[i];
            var member = node.Names[i].Text;
            switch (member)
            {
                case "method" or "implements" or "overrides":
                    if (pattern is not null)
                        Error(node.Names[i], "a rule has only one of \"method\", \"implements\" and \"overrides\"");
                    target = member switch { "method" => RuleTarget.Method, "implements" => RuleTarget.Implements, _ => RuleTarget.Overrides };
                    pattern = Pattern(value, member);
                    break;
                case "name":
                    name = Fixed(value, member);
                    break;
                case "service":
                    service = Fixed(value, member);
                    break;
                case "resource":
                    resource = Template(value, member);
                    break;
                case "type":
                    type = Text(value, member);
                    break;
                case "tags":
                    tags = Tags(value);
                    break;
                case "when":
                    inside = When(value);
                    break;
                case "error":
                    error = Template(value, member);
                    if (error is { IsSingle: false })
                        Error(value, "\"error\" is one expression, such as \"{return.IsFailure}\"");
                    break;
                case "exclude":
                    exclude = Flag(value, member);
                    break;
                case "observe":
                    observe = Observe(value);
                    break;
                case "assembly":
                    assembly = Text(value, member);
                    break;
                case "versions":
                    versions = Versions(value, member);
                    break;
                case "tested":
                    tested = Versions(value, member);
                    break;
                default:
                    Unknown(node.Names[i], RuleNames);
                    break;
            }
        }
        if (pattern is null)
        {
            if (!_failed)
                Error(node, "\"method\" is missing");
            return null;
        }
        return new Rule
        {
            Pattern = pattern,
            Origin = new RuleOrigin(_file, node.Line, node.Column),
            Target = target,
            Assembly = assembly,
            Versions = versions,
            Tested = tested,
            Exclude = exclude,
            Name = name,
            Service = service,
            Resource = resource,
            Type = type,
            Tags = tags,
            OnlyInsideTrace = inside,
            Error = error,
            Observe = observe,
        };
    }

    private MethodPattern? Pattern(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (MethodPattern.TryParse(text, out var pattern, out var message, out var column))
            return pattern;
        Error(node, $"\"{member}\": {message}", column);
        return null;
    }

    private Template? Template(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (Expressions.Template.TryParse(text, out var template, out var message, out var column))
            return template;
        Error(node, $"\"{member}\": {message}", column);
        return null;
    }

    // Names and services are few and known when a method is woven: one that differs with each call would make statistics useless.
    private Template? Fixed(JsonNode node, string member)
    {
        var template = Template(node, member);
        if (template is not null && Array.Exists(template.Holes, hole => hole.Root is not (PathRoot.Method or PathRoot.Type)))
            Error(node, $"\"{member}\" may hold only {{method}} and {{type}}; use \"resource\" or \"tags\" for what differs from call to call");
        return template;
    }

    private List<KeyValuePair<string, Template>> Tags(JsonNode node)
    {
        var tags = new List<KeyValuePair<string, Template>>();
        if (node.Kind != JsonKind.Object)
        {
            Error(node, $"\"tags\" is an object, not {node.Describe()}");
            return tags;
        }
        for (var i = 0; i < node.Items.Count; i++)
        {
            var value = node.Items[i];
            if (value.Kind is JsonKind.Number or JsonKind.True or JsonKind.False)
                value = new JsonNode(JsonKind.Text, value.Line, value.Column) { Text = value.Text };
            if (node.Names[i].Text.Length == 0)
                Error(node.Names[i], "a tag has a name");
            else if (Template(value, node.Names[i].Text) is { } template)
                tags.Add(new(node.Names[i].Text, template));
        }
        return tags;
    }

    private ObserveRule? Observe(JsonNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            Error(node, $"\"observe\" is an object with \"with\" and \"values\", not {node.Describe()}");
            return null;
        }
        string? with = null;
        var values = new List<PathExpression>();
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (node.Names[i].Text == "with")
                with = Text(node.Items[i], "with");
            else if (node.Names[i].Text != "values")
                Unknown(node.Names[i], ["with", "values"]);
            else
                Values(node.Items[i], values);
        }
        if (with is null)
            Error(node, "\"with\" is missing");
        return with is null ? null : new ObserveRule(with, [.. values]);
    }

    private void Values(JsonNode node, List<PathExpression> values)
    {
        if (node.Kind != JsonKind.Array || node.Items.Count > 4)
        {
            Error(node, "\"values\" is an array of up to four expressions");
            return;
        }
        foreach (var item in node.Items)
        {
            if (Template(item, "values") is not { } template)
                continue;
            if (template.IsSingle && template.Holes[0].Root is PathRoot.This or PathRoot.Argument)
                values.Add(template.Holes[0]);
            else
                Error(item, "a value is one expression over 'this' or an argument, such as \"{request}\"");
        }
    }

    private bool When(JsonNode node)
    {
        switch (Text(node, "when"))
        {
            case "parent":
                return true;
            case "always" or null:
                return false;
            default:
                Error(node, "\"when\" is \"always\" or \"parent\"");
                return false;
        }
    }

    private VersionRange? Versions(JsonNode node, string member)
    {
        if (Text(node, member) is not { } text)
            return null;
        if (VersionRange.TryParse(text, out var range))
            return range;
        Error(node, $"\"{member}\" is a range such as \"4.0-10\", \"4.0-\" or \"-10\"");
        return null;
    }

    private string? Text(JsonNode node, string member)
    {
        if (node.Kind == JsonKind.Text && node.Text.Length > 0)
            return node.Text;
        Error(node, node.Kind == JsonKind.Text ? $"\"{member}\" is empty" : $"\"{member}\" is a text, not {node.Describe()}");
        return null;
    }

    private bool Flag(JsonNode node, string member)
    {
        if (node.Kind is not (JsonKind.True or JsonKind.False))
            Error(node, $"\"{member}\" is true or false, not {node.Describe()}");
        return node.Kind == JsonKind.True;
    }

    private void Unknown(JsonNode name, ReadOnlySpan<string> known)
    {
        var nearest = Nearest.Of(name.Text, known);
        Error(name, $"\"{name.Text}\" is not known here" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
    }

    private void Error(JsonNode node, string message, int offset = -1)
    {
        _failed = true;
        _problems.Add(new(_file, node.Line, node.Column + (offset < 0 ? 0 : offset + 1), _rule, message));
    }
}
