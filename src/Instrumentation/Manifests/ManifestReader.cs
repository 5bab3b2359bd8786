using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Reads a manifest. A rule that is wrong is left out and reported; the others count.</summary>
internal sealed class ManifestReader
{
    internal static readonly string[] TopNames = ["$schema", "instrument", "activities", "replaces", "switches", "on", "assembly", "versions", "tested"];
    internal static readonly string[] RuleNames =
        ["method", "implements", "overrides", "name", "service", "resource", "type", "tags", "when", "if", "error", "status", "exclude", "endBeforeTailCalls", "observe", "quiet", "assembly", "versions", "tested"];

    private readonly string _file;
    private readonly List<ManifestProblem> _problems;
    private readonly ManifestValues _values;
    private string? _assembly;
    private VersionRange? _versions;
    private VersionRange? _tested;

    private ManifestReader(string file, List<ManifestProblem> problems)
    {
        _file = file;
        _problems = problems;
        _values = new(file, problems);
    }

    public static List<Rule> Read(string file, string text, List<ManifestProblem> problems) => Read(file, text, problems, new ActivityManifest());

    /// <param name="file">What problems are reported with.</param>
    /// <param name="text">The manifest.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="activities">Gets what the manifest says of activities.</param>
    /// <returns>What it says of methods.</returns>
    public static List<Rule> Read(string file, string text, List<ManifestProblem> problems, ActivityManifest activities) => new ManifestReader(file, problems).Read(text, activities);

    private List<Rule> Read(string text, ActivityManifest activities)
    {
        var rules = new List<Rule>();
        var json = new LocatedJsonReader(text);
        if (json.Read() is not { } root)
        {
            _problems.Add(new(_file, json.Line, json.Column, -1, json.Error));
            return rules;
        }
        if (root.Kind != JsonKind.Object)
        {
            _values.Error(root, $"a manifest is an object with \"instrument\", not {root.Describe()}");
            return rules;
        }
        JsonNode? instrument = null;
        var hasActivities = false;
        var reader = new ActivityReader(_file, _values, activities);
        for (var i = 0; i < root.Items.Count; i++)
        {
            if (_values.IsRepeated(root, i))
                continue;
            switch (root.Names[i].Text)
            {
                case "instrument":
                    instrument = root.Items[i];
                    break;
                case "activities":
                    hasActivities = true;
                    reader.ReadSources(root.Items[i]);
                    break;
                case "replaces":
                    hasActivities = true;
                    reader.ReadReplaced(root.Items[i]);
                    break;
                case "switches":
                    hasActivities = true;
                    reader.ReadSwitches(root.Items[i]);
                    break;
                case "on":
                    activities.IsOn = _values.Flag(root.Items[i], "on");
                    break;
                case "assembly":
                    activities.Assembly = _assembly = _values.Text(root.Items[i], "assembly");
                    break;
                case "versions":
                    _versions = _values.Versions(root.Items[i], "versions");
                    break;
                case "tested":
                    activities.Tested = _tested = _values.Versions(root.Items[i], "tested");
                    break;
                case "$schema":
                    break;
                default:
                    _values.Unknown(root.Names[i], TopNames);
                    break;
            }
        }
        if (instrument is null)
        {
            if (!hasActivities)
                _values.Error(root, "\"instrument\" is missing");
        }
        else if (!activities.IsOn)
            _values.Error(instrument, "\"on\" is for activities: a manifest with \"instrument\" is left out by not naming it");
        else if (instrument.Kind != JsonKind.Array)
            _values.Error(instrument, $"\"instrument\" is an array of rules, not {instrument.Describe()}");
        else
            ReadRules(instrument, rules);
        return rules;
    }

    private void ReadRules(JsonNode instrument, List<Rule> rules)
    {
        for (var i = 0; i < instrument.Items.Count; i++)
        {
            _values.Rule = i;
            _values.HasFailed = false;
            if (ReadRule(instrument.Items[i]) is { } rule && !_values.HasFailed)
                rules.Add(rule);
        }
    }

    private Rule? ReadRule(JsonNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            _values.Error(node, $"a rule is an object with \"method\", not {node.Describe()}");
            return null;
        }
        MethodPattern? pattern = null;
        var target = RuleTarget.Method;
        Template? name = null, service = null, resource = null, condition = null, error = null, status = null;
        string? type = null, assembly = _assembly;
        var (versions, tested) = (_versions, _tested);
        IReadOnlyList<KeyValuePair<string, Template>> tags = [];
        bool inside = false, exclude = false, endsBeforeTailCalls = false;
        ObserveRule? observe = null;
        JsonNode? quiet = null;
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (_values.IsRepeated(node, i))
                continue;
            var value = node.Items[i];
            var member = node.Names[i].Text;
            switch (member)
            {
                case "method" or "implements" or "overrides":
                    if (pattern is not null)
                        _values.Error(node.Names[i], "a rule has only one of \"method\", \"implements\" and \"overrides\"");
                    target = member switch { "method" => RuleTarget.Method, "implements" => RuleTarget.Implements, _ => RuleTarget.Overrides };
                    pattern = _values.Pattern(value, member);
                    break;
                case "name":
                    name = _values.Fixed(value, member);
                    break;
                case "service":
                    service = _values.Fixed(value, member);
                    break;
                case "resource":
                    resource = _values.Template(value, member);
                    break;
                case "type":
                    type = _values.Text(value, member);
                    break;
                case "tags":
                    tags = Tags(value);
                    break;
                case "when":
                    inside = When(value);
                    break;
                case "error":
                    error = _values.Condition(value, member);
                    break;
                case "if":
                    condition = _values.Condition(value, member);
                    break;
                case "status":
                    status = _values.Template(value, member);
                    break;
                case "exclude":
                    exclude = _values.Flag(value, member);
                    break;
                case "endBeforeTailCalls":
                    endsBeforeTailCalls = _values.Flag(value, member);
                    break;
                case "observe":
                    observe = Observe(value);
                    break;
                case "quiet":
                    quiet = _values.Flag(value, member) ? node.Names[i] : null;
                    break;
                case "assembly":
                    assembly = _values.Text(value, member);
                    break;
                case "versions":
                    versions = _values.Versions(value, member);
                    break;
                case "tested":
                    tested = _values.Versions(value, member);
                    break;
                default:
                    _values.Unknown(node.Names[i], RuleNames);
                    break;
            }
        }
        if (pattern is null)
        {
            if (!_values.HasFailed)
                _values.Error(node, "\"method\" is missing");
            return null;
        }
        if (quiet is not null)
        {
            if (node.Names.Find(static name => name.Text is not ("quiet" or "method" or "implements" or "overrides" or "assembly" or "versions" or "tested")) is { } other)
                _values.Error(other, $"a \"quiet\" method has no span: \"{other.Text}\" says nothing here");
            observe = ObserveRule.Quiet;
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
            If = condition,
            Error = error,
            Status = status,
            EndsBeforeTailCalls = endsBeforeTailCalls,
            Observe = observe,
        };
    }

    private List<KeyValuePair<string, Template>> Tags(JsonNode node)
    {
        var tags = new List<KeyValuePair<string, Template>>();
        if (node.Kind != JsonKind.Object)
        {
            _values.Error(node, $"\"tags\" is an object, not {node.Describe()}");
            return tags;
        }
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (_values.IsRepeated(node, i))
                continue;
            var value = node.Items[i];
            if (value.Kind is JsonKind.Number or JsonKind.True or JsonKind.False)
                value = new JsonNode(JsonKind.Text, value.Line, value.Column) { Text = value.Text };
            if (node.Names[i].Text.Length == 0)
                _values.Error(node.Names[i], "a tag has a name");
            else if (_values.Template(value, node.Names[i].Text) is { } template)
                tags.Add(new(node.Names[i].Text, template));
        }
        return tags;
    }

    private ObserveRule? Observe(JsonNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            _values.Error(node, $"\"observe\" is an object with \"with\" and \"values\", not {node.Describe()}");
            return null;
        }
        string? with = null;
        PathExpression? lend = null;
        var values = new List<PathExpression>();
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (_values.IsRepeated(node, i))
                continue;
            if (node.Names[i].Text == "with")
                with = _values.Text(node.Items[i], "with");
            else if (node.Names[i].Text == "lend")
                lend = Lend(node.Items[i]);
            else if (node.Names[i].Text != "values")
                _values.Unknown(node.Names[i], ["with", "values", "lend"]);
            else
                Values(node.Items[i], values);
        }
        if (with is null)
            _values.Error(node, "\"with\" is missing");
        return with is null ? null : new ObserveRule(with, [.. values], lend);
    }

    private PathExpression? Lend(JsonNode node)
    {
        if (_values.Template(node, "lend") is { IsSingle: true, Holes: [PathExpression { Root: PathRoot.Argument or PathRoot.Return, Steps.Length: 0 } path] })
            return path;
        if (!_values.HasFailed)
            _values.Error(node, "\"lend\" is one argument, such as \"{request}\", or \"{return}\"");
        return null;
    }

    private void Values(JsonNode node, List<PathExpression> values)
    {
        if (node.Kind != JsonKind.Array || node.Items.Count > 4)
        {
            _values.Error(node, "\"values\" is an array of up to four expressions");
            return;
        }
        foreach (var item in node.Items)
        {
            if (_values.Template(item, "values") is not { } template)
                continue;
            if (template.IsSingle && template.Holes[0] is PathExpression { Root: PathRoot.This or PathRoot.Argument } path)
                values.Add(path);
            else
                _values.Error(item, "a value is one expression over 'this' or an argument, such as \"{request}\"");
        }
    }

    private bool When(JsonNode node)
    {
        switch (_values.Text(node, "when"))
        {
            case "parent":
                return true;
            case "always" or null:
                return false;
            default:
                _values.Error(node, "\"when\" is \"always\" or \"parent\"");
                return false;
        }
    }
}
