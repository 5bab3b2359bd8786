using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace DdRun.Distribution.Tests.Pages;

/// <summary>The blocks of docs/containers.md, read out of the page and carried out as far as this machine can.</summary>
public partial class ContainerPageTests
{
    private static readonly IReadOnlyList<Block> Blocks = Block.Of("containers.md");

    [Fact]
    public void Every_block_is_run_or_says_why_not() =>
        Assert.Equal(["entry point", "entry point", "not run", "cluster", "task", "unit"], Blocks.Select(block => block.IsRun ? block.Remark["run: ".Length..] : "not run"));

    [RootFact]
    public async Task An_image_is_traced_by_its_entry_point_or_by_its_variables()
    {
        using var image = await Image.Make();
        foreach (var block in Blocks.Where(block => block.Language == "dockerfile"))
        {
            var lines = block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToList();
            var environment = lines.Where(line => line[0] == "ENV").SelectMany(line => Assignment().Matches(line[1])).Select(match => (match.Groups[1].Value, match.Groups[2].Value + match.Groups[3].Value));
            await IsTraced(image, lines.Where(line => line[0] == "COPY").Select(line => line[1].Split(' ')).Select(copy => (copy[0], copy[1])), environment,
                lines.Single(line => line[0] == "WORKDIR")[1], JsonSerializer.Deserialize<string[]>(lines.Single(line => line[0] == "ENTRYPOINT")[1])!);
        }
    }

    [RootFact]
    public async Task A_pods_app_is_traced_by_what_its_init_container_has_copied()
    {
        using var image = await Image.Make();
        var deployment = new DeserializerBuilder().Build().Deserialize(new StringReader(Blocks.Single(block => block.Remark == "run: cluster").Text))!;
        var pod = Member(deployment, "spec", "template", "spec");
        var init = Item(pod, "initContainers");
        var app = Item(pod, "containers");
        var variables = ((List<object>)Member(app, "env")).Where(variable => ((Dictionary<object, object>)variable).ContainsKey("value")).Select(variable => ((string)Member(variable, "name"), (string)Member(variable, "value")));

        await IsTraced(image, [("dd-run", "/opt/dd-run"), ("out", (string)Member(app, "workingDir"))], variables, (string)Member(app, "workingDir"),
            ["mkdir", (string)Member(Item(init, "volumeMounts"), "mountPath")], Words(init, "command"), Words(app, "command"));
        Assert.Equal("status.hostIP", Member(((List<object>)Member(app, "env")).Single(variable => (string)Member(variable, "name") == "DD_AGENT_HOST"), "valueFrom", "fieldRef", "fieldPath"));
        Assert.Equal(Member(Item(init, "volumeMounts"), "name"), Member(Item(app, "volumeMounts"), "name"));
    }

    [RootFact]
    public async Task A_tasks_app_is_traced_by_what_another_container_has_copied()
    {
        using var image = await Image.Make();
        using var task = JsonDocument.Parse(Blocks.Single(block => block.Remark == "run: task").Text);
        var containers = task.RootElement.GetProperty("containerDefinitions").EnumerateArray().ToDictionary(container => container.GetProperty("name").GetString()!);
        var app = containers["shop"];
        var environment = app.GetProperty("environment").EnumerateArray().Select(variable => (variable.GetProperty("name").GetString()!, variable.GetProperty("value").GetString()!));

        await IsTraced(image, [("dd-run", "/opt/dd-run"), ("out", "/app")], environment, app.GetProperty("workingDirectory").GetString()!,
            ["mkdir", containers["dd-run"].GetProperty("mountPoints")[0].GetProperty("containerPath").GetString()!], Words(containers["dd-run"], "command"), Words(app, "entryPoint"));
    }

    [RootFact]
    public async Task A_unit_starts_a_traced_app()
    {
        using var image = await Image.Make();
        var lines = Blocks.Single(block => block.Remark == "run: unit").Text.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToList();
        var environment = lines.Where(line => line[0] == "Environment").Select(line => line[1].Trim('"').Split('=', 2)).Select(pair => (pair[0], pair[1]));

        await IsTraced(image, [("dd-run", "/opt/dd-run"), ("out", "/app")], environment, lines.Single(line => line[0] == "WorkingDirectory")[1], lines.Single(line => line[0] == "ExecStart")[1].Split(' '));
    }

    private static async Task IsTraced(Image image, IEnumerable<(string, string)> copies, IEnumerable<(string Name, string Value)> environment, string folder, params string[][] commands)
    {
        await using var agent = await TestAgent.Start();
        (string Name, string Value)[] variables = [.. environment, ("DD_TRACE_AGENT_URL", agent.Url)];
        var result = await image.Run(copies, variables, folder, commands);
        Assert.Equal(new TargetResult(0, "Hello, world\n", ""), result);
        var span = Assert.Single(agent.Spans.Items);
        Assert.Equal("greet", span.Name);
        Assert.Equal(variables.FirstOrDefault(variable => variable.Name == "DD_SERVICE").Value ?? "MyApp", span.Service);
    }

    private static object Member(object node, params string[] names) => names.Aggregate(node, (current, name) => ((Dictionary<object, object>)current)[name]);

    private static object Item(object node, string list) => Assert.Single((List<object>)Member(node, list));

    private static string[] Words(object node, string name) => [.. ((List<object>)Member(node, name)).Cast<string>()];

    private static string[] Words(JsonElement node, string name) => [.. node.GetProperty(name).EnumerateArray().Select(word => word.GetString()!)];

    [GeneratedRegex("(\\w+)=(?:\"([^\"]*)\"|(\\S+))")]
    private static partial Regex Assignment();
}
