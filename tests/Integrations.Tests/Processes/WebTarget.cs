using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

/// <summary>A service that prints where it listens, and a client of it that is not traced.</summary>
internal sealed class WebTarget : IDisposable
{
    private const string Listening = "listening on ";

    private WebTarget(TargetProcess process, Uri url)
    {
        Process = process;
        Client = new HttpClient { BaseAddress = url };
        Client.DefaultRequestHeaders.Add("x-datadog-tracing-enabled", "false");
    }

    public TargetProcess Process { get; }
    public HttpClient Client { get; }
    public Uri Url => Client.BaseAddress!;

    /// <summary>The web application of <c>tests/apps/integrations/Web</c> under <c>dd-run</c>.</summary>
    public static Task<WebTarget> Start(TestAgent agent, params (string Name, string Value)[] environment) =>
        Start(new Target("dotnet", Repository.App("Web", "Web.dll"), "--urls", "http://127.0.0.1:0"), agent, environment);

    public static async Task<WebTarget> Start(Target target, TestAgent agent, params (string Name, string Value)[] environment)
    {
        var variables = new Dictionary<string, string> { ["DD_TRACE_AGENT_URL"] = agent.Url, ["DD_SERVICE"] = "web" };
        foreach (var (name, value) in environment)
            variables[name] = value;
        var process = TargetProcess.Start(target with { Environment = variables });
        var line = await process.Line(Listening);
        return new(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
    }

    public void Dispose()
    {
        Client.Dispose();
        Process.Dispose();
    }
}
