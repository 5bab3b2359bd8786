using System.Text.Json;
using System.Text.RegularExpressions;

namespace DdRun.Distribution.Tests.Packages;

/// <summary>What <c>dd-run env</c> shows, read as its readers read it: the same spans without the launcher.</summary>
public class VariableTests
{
    private static readonly Dictionary<string, Func<string, Dictionary<string, string>>> Readers = new()
    {
        ["docker"] = text => Read(text, "^ENV (\\w+)=\"(.*)\"$", value => Regex.Replace(value, @"\\([\\""$])", "$1")),
        ["systemd"] = text => Read(text, "^Environment=\"(\\w+)=(.*)\"$", value => Regex.Replace(value, @"\\([\\""])", "$1").Replace("%%", "%", StringComparison.Ordinal)),
        ["k8s"] = text => Read(text, "^- name: (\\w+)\n  value: (\".*\")$", value => JsonSerializer.Deserialize<string>(value)!.Replace("$$(", "$(", StringComparison.Ordinal)),
        ["json"] = text => JsonSerializer.Deserialize<Dictionary<string, string>>(text)!,
    };

    [Theory]
    [InlineData("sh")]
    [InlineData("docker")]
    [InlineData("systemd")]
    [InlineData("k8s")]
    [InlineData("json")]
    [InlineData("powershell")]
    public async Task Each_format_brings_the_spans_that_the_launcher_brings(string format)
    {
        using var home = new EmptyHome();
        await using var agent = await TestAgent.Start();
        await home.Do("tar", "-xzf", PackageFolder.File($"dd-run-{PackageFolder.Version}-{PackageFolder.Rid}.tar.gz"));
        Apps.Plain(home);
        await home.Do("dotnet", "build", "Shop", "-c", "Release", "-o", "out");
        string[] options = ["--agent-url", agent.Url, "--service", "it's \"50 %\""];
        var launched = await home.Run(["dd-run/bin/dd-run", .. options, "dotnet", "out/Shop.dll"]);
        var text = await home.Do(["dd-run/bin/dd-run", "env", "--format", format, .. options]);

        var result = format switch
        {
            "sh" => await home.Run("sh", "-c", "eval \"$1\"; exec dotnet out/Shop.dll", "sh", text),
            "powershell" => await home.RunWith([.. Read(text, "^\\$env:(\\w+) = '(.*)'$", value => value.Replace("''", "'", StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value))], "dotnet", "out/Shop.dll"),
            _ => await home.RunWith([.. Readers[format](text).Select(pair => (pair.Key, pair.Value))], "dotnet", "out/Shop.dll"),
        };

        Assert.Equal(launched, result);
        Assert.Equal(2, agent.Spans.Items.Count);
        Assert.All(agent.Spans.Items, span => Assert.Equal(("greet", "world", "it's \"50 %\""), (span.Name, span.Resource, span.Service)));
    }

    private static Dictionary<string, string> Read(string text, string pattern, Func<string, string> unquote) =>
        Regex.Matches(text, pattern, RegexOptions.Multiline).ToDictionary(match => match.Groups[1].Value, match => unquote(match.Groups[2].Value));
}
