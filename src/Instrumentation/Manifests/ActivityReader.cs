using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Reads what a manifest says of activities. A rule that is wrong is left out and reported.</summary>
internal sealed class ActivityReader(string file, ManifestValues values, ActivityManifest manifest)
{
    internal static readonly string[] OperationNames =
        ["operation", "kind", "drop", "within", "if", "name", "resource", "service", "type", "tags", "parent", "error", "fine", "discard", "with", "carries", "otel"];

    internal static readonly string[] SourceNames =
        ["source", "operations", "on", "name", "resource", "service", "type", "tags", "parent", "error", "fine", "discard", "with", "carries", "otel"];

    private static readonly string[] s_kinds = ["server", "client", "producer", "consumer", "internal"];
    private static readonly string[] s_parents = ["given", "active", "link", "none"];

    public void ReadSources(JsonNode node)
    {
        if (node.Kind != JsonKind.Array)
        {
            values.Error(node, $"\"activities\" is an array of rules, not {node.Describe()}");
            return;
        }
        foreach (var item in node.Items)
        {
            values.HasFailed = false;
            if (ReadSource(item) is { } rule && !values.HasFailed)
                manifest.Sources.Add(rule);
        }
    }

    public void ReadReplaced(JsonNode node) => manifest.Replaces.AddRange(Names(node, "replaces"));

    public void ReadSwitches(JsonNode node)
    {
        foreach (var (name, value) in Members(node, "switches"))
        {
            if (values.Text(value, name.Text) is { } variable)
                manifest.Switches.Add(new(name.Text, variable));
        }
    }

    private ActivitySourceRule? ReadSource(JsonNode node)
    {
        string[]? sources = null;
        var isOn = true;
        var common = new ActivityRule { Origin = Origin(node) };
        JsonNode? operations = null;
        foreach (var (name, value) in Members(node, "activities"))
        {
            switch (name.Text)
            {
                case "source":
                    sources = Names(value, "source");
                    break;
                case "operations":
                    operations = value;
                    break;
                case "on":
                    isOn = values.Flag(value, "on");
                    break;
                default:
                    if (Array.IndexOf(SourceNames, name.Text) < 0)
                        values.Unknown(name, SourceNames);
                    else
                        common = With(common, name, value);
                    break;
            }
        }
        if (sources is null)
        {
            if (!values.HasFailed)
                values.Error(node, "\"source\" is missing");
            return null;
        }
        return new(common.Origin, sources, operations is null ? [common] : Operations(operations, common), isOn);
    }

    private ActivityRule[] Operations(JsonNode node, ActivityRule common)
    {
        if (node.Kind != JsonKind.Array)
        {
            values.Error(node, $"\"operations\" is an array of rules, not {node.Describe()}");
            return [];
        }
        return [.. node.Items.ConvertAll(item => Operation(item, common))];
    }

    private ActivityRule Operation(JsonNode node, ActivityRule common)
    {
        var rule = common with { Origin = Origin(node) };
        foreach (var (name, value) in Members(node, "operations"))
            rule = With(rule, name, value);
        if (rule.Within.Count > 0 && !rule.Drop)
            values.Error(node, "\"within\" is for rules with \"drop\"");
        if (rule.Drop && rule.If.Count > 0)
            values.Error(node, "\"drop\" is decided when an operation starts, where \"if\" knows no tags yet");
        // What is not made writes no headers.
        if (rule.Drop && rule.Carries && !common.Carries)
            values.Error(node, "a rule with \"drop\" cannot have \"carries\": the library would send no context");
        return rule;
    }

    private ActivityRule With(ActivityRule rule, JsonNode name, JsonNode value)
    {
        switch (name.Text)
        {
            case "operation":
                return rule with { Operation = values.Text(value, "operation") };
            case "kind":
                return rule with { Kind = OneOf(value, "kind", s_kinds) };
            case "drop":
                return rule with { Drop = values.Flag(value, "drop") };
            case "within":
                return rule with { Within = Within(value) };
            case "if":
                return rule with { If = Conditions(value, "if") };
            case "name":
                return rule with { Name = Template(value, "name") };
            case "resource":
                return rule with { Resource = Template(value, "resource") };
            case "service":
                return rule with { Service = Service(value) };
            case "type":
                return rule with { Type = Template(value, "type") };
            case "tags":
                return rule with { Tags = Tags(value, rule.Tags) };
            case "parent":
                return rule with { Parent = (ActivityParentRule)Math.Max(0, Array.IndexOf(s_parents, OneOf(value, "parent", s_parents))) };
            case "error":
                return rule with { Error = Conditions(value, "error") };
            case "fine":
                return rule with { Fine = Conditions(value, "fine") };
            case "discard":
                return Discard(rule, value);
            case "with":
                return rule with { With = values.Text(value, "with") };
            case "carries":
                return rule with { Carries = values.Flag(value, "carries") };
            case "otel":
                return rule with { Otel = values.Flag(value, "otel") };
            default:
                values.Unknown(name, OperationNames);
                return rule;
        }
    }

    private ActivityTemplate? Template(JsonNode node, string member)
    {
        if (values.Text(node, member) is not { } text)
            return null;
        if (ActivityTemplate.TryParse(text, out var template, out var message, out var column))
            return template;
        values.Error(node, $"\"{member}\": {message}", column);
        return null;
    }

    // Services are few: one that differs with each operation would make statistics useless.
    private ActivityTemplate? Service(JsonNode node)
    {
        var template = Template(node, "service");
        if (template is { IsFixed: false })
            values.Error(node, "\"service\" may hold only {app}; use \"resource\" or \"tags\" for what differs from operation to operation");
        return template;
    }

    private List<KeyValuePair<string, ActivityTemplate?>> Tags(JsonNode node, IReadOnlyList<KeyValuePair<string, ActivityTemplate?>> before)
    {
        var tags = new List<KeyValuePair<string, ActivityTemplate?>>(before);
        foreach (var (name, value) in Members(node, "tags"))
        {
            tags.RemoveAll(tag => tag.Key == name.Text);
            if (value.Kind == JsonKind.Null)
                tags.Add(new(name.Text, null));
            else if (name.Text.EndsWith('*'))
                values.Error(name, "a name with \"*\" leaves tags out, with null");
            else if (Template(value, name.Text) is { } template)
                tags.Add(new(name.Text, template));
        }
        return tags;
    }

    private List<KeyValuePair<string, string>> Within(JsonNode node)
    {
        var within = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in Members(node, "within"))
        {
            if (values.Text(value, name.Text) is { } operation)
                within.Add(new(name.Text, operation));
        }
        return within;
    }

    private List<KeyValuePair<string, string?>> Conditions(JsonNode node, string member)
    {
        var conditions = new List<KeyValuePair<string, string?>>();
        foreach (var (name, value) in Members(node, member))
        {
            if (value.Kind == JsonKind.Null)
                conditions.Add(new(name.Text, null));
            else if (values.Text(value, name.Text) is { } pattern)
                conditions.Add(new(name.Text, pattern));
        }
        return conditions;
    }

    private ActivityRule Discard(ActivityRule rule, JsonNode node)
    {
        var conditions = new List<KeyValuePair<string, string?>>();
        var isUnlinked = false;
        foreach (var (name, value) in Members(node, "discard"))
        {
            if (name.Text == "links" && value.Kind == JsonKind.Number && value.Text == "0")
                isUnlinked = true;
            else if (name.Text == "links")
                values.Error(value, "\"links\" is 0");
            else if (value.Kind == JsonKind.Null)
                conditions.Add(new(name.Text, null));
            else if (values.Text(value, name.Text) is { } pattern)
                conditions.Add(new(name.Text, pattern));
        }
        return rule with { Discard = conditions, DiscardUnlinked = isUnlinked };
    }

    private string[] Names(JsonNode node, string member)
    {
        List<JsonNode> items = node.Kind == JsonKind.Array ? node.Items : [node];
        if (items.Count == 0)
            values.Error(node, $"\"{member}\" names at least one source");
        var names = new List<string>();
        foreach (var item in items)
        {
            if (values.Text(item, member) is not { } name)
                continue;
            if (name.IndexOf('*', StringComparison.Ordinal) is >= 0 and var star && star != name.Length - 1)
                values.Error(item, $"\"{member}\": \"*\" stands at the end of a name", star);
            else
                names.Add(name);
        }
        return [.. names];
    }

    private string? OneOf(JsonNode node, string member, string[] known)
    {
        if (values.Text(node, member) is not { } text)
            return null;
        if (Array.IndexOf(known, text) >= 0)
            return text;
        var nearest = Nearest.Of(text, known);
        values.Error(node, $"\"{member}\" is one of {string.Join(", ", known)}" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
        return null;
    }

    private List<(JsonNode Name, JsonNode Value)> Members(JsonNode node, string member)
    {
        var members = new List<(JsonNode, JsonNode)>();
        if (node.Kind != JsonKind.Object)
        {
            values.Error(node, $"\"{member}\" {(member is "activities" or "operations" ? "has objects" : "is an object")}, not {node.Describe()}");
            return members;
        }
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (!values.IsRepeated(node, i))
                members.Add((node.Names[i], node.Items[i]));
        }
        return members;
    }

    private RuleOrigin Origin(JsonNode node) => new(file, node.Line, node.Column);
}
