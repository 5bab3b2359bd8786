using System.Net;
using System.Net.Sockets;

namespace DdRun.EndToEnd.Tests;

/// <summary>Every row of the tables "Spans are there, but …" and "Command line" in docs/troubleshooting.md: what the page says of a symptom is so.</summary>
public sealed class Symptoms
{
    private static readonly Dictionary<string, Dictionary<string, Func<Rig, Task>>> s_proofs = new()
    {
        ["## Spans are there, but …"] = new()
        {
            ["a child stands beside its parent"] = BesideItsParent,
            ["work that a request started has a trace of its own"] = AfterTheAnswer,
            ["a trace comes in parts"] = Parts,
            ["some traces are missing"] = Missing,
            ["`Requests go out without the trace's context …` (log): the called service has a trace of its own"] = WithoutContext,
            ["a call of `HttpClient` is missing"] = WithoutPropagator,
            ["a tag is missing"] = WithoutTag,
            ["the last spans are missing"] = WithoutTime,
        },
        ["## Command line"] = new()
        {
            ["exit code 127, 126"] = NoCommand,
            ["exit code 125"] = Refused,
            ["exit code 1, and the command was not started"] = NotStarted,
            ["exit code 2"] = WrongUsage,
            ["a program called `watch`, `ps`, `trace`, `stack` or as another command of dd-run's is not started"] = OwnNames,
            ["`attach`: *is no .NET process …*, *has no diagnostics port*"] = NoPort,
            ["`attach`: *… is a pipe*"] = Pipe,
            ["`attach`: *switches startup hooks off*"] = HooksOff,
        },
    };

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (section, proofs) in s_proofs)
            {
                foreach (var row in proofs.Keys)
                    rows.Add(section, row);
            }
            return rows;
        }
    }

    [Fact]
    public void Every_row_of_every_table_of_the_page_has_its_proof()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        var section = "";
        var rows = new List<(string, string)>();
        var isTable = false;
        foreach (var line in page)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line;
            // The first line names the columns.
            if (line.StartsWith("| ", StringComparison.Ordinal) && isTable && section != Remedies.Section)
                rows.Add((section, line.Split(" | ")[0][2..]));
            isTable = line.StartsWith('|');
        }
        Assert.Equal(s_proofs.SelectMany(one => one.Value.Keys.Select(row => (one.Key, row))).Order(), rows.Order());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_page_is_right(string section, string row)
    {
        await using var rig = await Rig.Start();
        await s_proofs[section][row](rig);
    }

    private static async Task BesideItsParent(Rig rig)
    {
        await Run(rig, "queued");
        var parent = Single(rig, "parent");
        Assert.Equal(0ul, Single(rig, "beside").ParentId);
        Assert.Equal(parent.SpanId, Single(rig, "below").ParentId);
    }

    private static async Task AfterTheAnswer(Rig rig)
    {
        await Run(rig, "late");
        Assert.NotEqual(Single(rig, "request").TraceId, Single(rig, "work").TraceId);
        Assert.Equal(0ul, Single(rig, "work").ParentId);
    }

    private static async Task Parts(Rig rig)
    {
        await Run(rig, ["children", "20"], ("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "5"));
        Assert.True(rig.Agent.Chunks.Items.Count > 1);
        Assert.Equal(21, rig.Agent.Spans.Items.Count);
        Assert.Single(rig.Agent.Spans.Items.Select(span => span.TraceId).Distinct());
        await using var whole = await Rig.Start();
        await Run(whole, "children", "20");
        Assert.Equal(21, Assert.Single(whole.Agent.Chunks.Items).Count);
    }

    private static async Task Missing(Rig rig)
    {
        await Run(rig, ["traces", "20"], ("DD_TRACE_SAMPLING_RULES", """[{"sample_rate":0}]"""));
        Assert.All(rig.Agent.Spans.Items, span => Assert.Equal(-1, span.Metrics["_sampling_priority_v1"]));
        await using var limited = await Rig.Start();
        await Run(limited, ["traces", "20"], ("DD_TRACE_SAMPLING_RULES", """[{"sample_rate":1}]"""), ("DD_TRACE_RATE_LIMIT", "1"));
        Assert.Contains(limited.Agent.Spans.Items, span => span.Metrics["_sampling_priority_v1"] == -1);
        Assert.Contains(limited.Agent.Spans.Items, span => span.Metrics["_sampling_priority_v1"] > 0);
        await using var crowded = await Rig.Start();
        var result = await Run(crowded, ["traces", "5000"], ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1024"));
        Assert.Contains("spans were dropped", result.Errors, StringComparison.Ordinal);
        Assert.True(crowded.Agent.Spans.Items.Count < 5000);
        await using var roomy = await Rig.Start();
        Assert.Equal("", (await Run(roomy, "traces", "5000")).Errors);
        Assert.Equal(5000, roomy.Agent.Spans.Items.Count);
    }

    private static async Task WithoutContext(Rig rig)
    {
        using var server = new HeaderServer();
        Target Unwoven(string how) => rig.Executable("/bin/sh", [], "-c", $"CORECLR_ENABLE_PROFILING=0 exec dotnet '{Repository.App("Symptoms", "Symptoms.dll")}' {how} {server.Url}");
        Assert.Contains("Requests go out without the trace's context", (await TargetProcess.Run(Unwoven("request"))).Errors, StringComparison.Ordinal);
        await TargetProcess.Run(Unwoven("request-in-activity"));
        await Run(rig, "request", server.Url);
        var requests = rig.Agent.Spans.Items.Where(span => span.Name == "http.request").OrderBy(span => span.Start).ToList();
        var contexts = server.Contexts.Items;
        Assert.Equal((3, 3), (requests.Count, contexts.Count));
        Assert.Null(contexts[0]);
        Assert.All([1, 2], i => Assert.EndsWith($"{requests[i].TraceId:x16}-{requests[i].SpanId:x16}-01", contexts[i]!, StringComparison.Ordinal));
    }

    private static async Task WithoutPropagator(Rig rig)
    {
        using var server = new HeaderServer();
        await Run(rig, "request-without-propagator", server.Url);
        await Run(rig, ["request", server.Url], ("DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION", "false"));
        Assert.Equal(["caller", "caller"], rig.Agent.Spans.Items.Select(span => span.Name));
        await Run(rig, "request", server.Url);
        Single(rig, "http.request");
    }

    private static async Task WithoutTag(Rig rig)
    {
        var rule = """{ "method": "Symptoms.Shelf.Take(*)", "name": "take", "tags": { "label": "{box.Label}", "wrong": "{box.Nothing}" } }""";
        var target = rig.Dotnet("Symptoms", [rule], "tags");
        var result = await TargetProcess.Run(target with { LauncherArguments = ["--debug", .. target.LauncherArguments!] });
        Assert.Contains("Nothing", result.Errors, StringComparison.Ordinal);
        var spans = rig.Agent.Spans.Items.OrderBy(span => span.Start).ToList();
        Assert.Equal([null, "rye"], spans.Select(span => span.Meta.GetValueOrDefault("label")));
        Assert.All(spans, span => Assert.False(span.Meta.ContainsKey("wrong")));
    }

    private static async Task WithoutTime(Rig rig)
    {
        await TargetProcess.Run(rig.Dotnet("Symptoms", [], "fail-fast"));
        Assert.Empty(rig.Agent.Spans.Items);
        Assert.Equal(3, (await TargetProcess.Run(rig.Dotnet("Symptoms", [], "exit"))).ExitCode);
        Single(rig, "last");
    }

    private static async Task NoCommand(Rig rig)
    {
        Assert.Equal(127, (await Launch("no-such-command")).ExitCode);
        Assert.Equal(126, (await Launch(rig.Write("no-program", "text"))).ExitCode);
    }

    private static async Task Refused(Rig rig)
    {
        var target = rig.Dotnet("Kitchen", [], "exit", "return").With(("DOTNET_EnableDiagnostics", "0"));
        var refused = await TargetProcess.Run(target with { LauncherArguments = ["--strict"] });
        Assert.Equal((125, ""), (refused.ExitCode, refused.Output));
        Assert.Equal(3, (await TargetProcess.Run(target)).ExitCode);
        Assert.Equal(125, (await Launch("attach", $"{Environment.ProcessId + 10_000_000}")).ExitCode);
    }

    private static async Task NotStarted(Rig rig)
    {
        Assert.Equal(1, (await Launch("explain", "No.Such(*)", "--app", Repository.App("Kitchen", "Kitchen.dll"))).ExitCode);
        var wrong = rig.Write("wrong.json", "{");
        Assert.Equal(1, (await Launch("manifest", "check", wrong, "--app", Repository.App("Kitchen", "Kitchen.dll"))).ExitCode);
        Assert.Equal(1, (await Launch("--agent-url", rig.Agent.Url)).ExitCode);
    }

    private static async Task WrongUsage(Rig rig)
    {
        Assert.Equal(2, (await Launch("--no-such-option", "true")).ExitCode);
        Assert.Equal("--no-such-option\n", (await Launch("--agent-url", rig.Agent.Url, "echo", "--no-such-option")).Output);
        foreach (var wrong in (string[][])[["explain", "--no-such-option"], ["manifest", "--no-such-option"], ["attach", "1", "2"]])
            Assert.Equal((wrong[0], 2), (wrong[0], (await Launch(wrong)).ExitCode));
    }

    private static async Task OwnNames(Rig rig)
    {
        foreach (var name in (string[])["ps", "manifest", "explain", "attach", "env", "view", "watch", "trace", "stack", "monitor", "loaded", "rules", "detach", "completion"])
        {
            if (OperatingSystem.IsWindows())
                throw new PlatformNotSupportedException("a program is made of a script here");
            File.SetUnixFileMode(rig.Write(name, "#!/bin/sh\necho the program itself\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var result = await TargetProcess.Run(new Target("sh", "-c", $"PATH=\"{rig.Folder}:$PATH\" exec \"{Repository.Launcher}\" -- {name}") { LauncherArguments = null });
            Assert.Equal((name, 0, "the program itself\n"), (name, result.ExitCode, result.Output));
        }
    }

    private static async Task NoPort(Rig rig)
    {
        using var sleeper = TargetProcess.Start(new Target("sleep", "600") { LauncherArguments = null });
        var result = await Launch("attach", $"{sleeper.Id}", "--agent-url", rig.Agent.Url);
        Assert.Equal(125, result.ExitCode);
        Assert.Contains("is no .NET process", result.Errors, StringComparison.Ordinal);
        sleeper.Signal(TargetProcess.Terminate);
        using var closed = TargetProcess.Start(rig.Dotnet("Counter", []).Plain.With(("DOTNET_EnableDiagnostics_IPC", "0")));
        await closed.Line("at ");
        result = await Launch("attach", $"{closed.Id}", "--agent-url", rig.Agent.Url);
        Assert.Equal(125, result.ExitCode);
        Assert.Contains("has no diagnostics port: DOTNET_EnableDiagnostics_IPC=0 switches it off", result.Errors, StringComparison.Ordinal);
        closed.Signal(TargetProcess.Terminate);
    }

    private static async Task Pipe(Rig rig)
    {
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        await counter.Line("at ");
        var piped = await TargetProcess.Run(new Target("bash", "-c", $"\"{Repository.Launcher}\" attach {counter.Id} --manifest <(echo '{{}}')") { LauncherArguments = null });
        Assert.Contains("is a pipe", piped.Errors, StringComparison.Ordinal);
        var file = rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Rule("Counter.Till.Add()", "add")}} ] }""");
        Assert.Equal(0, (await Launch("attach", $"{counter.Id}", "--manifest", file, "--agent-url", rig.Agent.Url)).ExitCode);
        counter.Signal(TargetProcess.Terminate);
        await counter.Exit();
    }

    private static async Task HooksOff(Rig rig)
    {
        using var hookless = TargetProcess.Start(rig.Dotnet("Hookless", [], "wait").Plain);
        await hookless.Line("cake");
        var attached = await Launch("attach", $"{hookless.Id}", "--agent-url", rig.Agent.Url);
        Assert.Equal(125, attached.ExitCode);
        Assert.Contains("switches startup hooks off", attached.Errors, StringComparison.Ordinal);
        hookless.Signal(TargetProcess.Terminate);
        await TargetProcess.Run(rig.Dotnet("Hookless", [Rules.Rule("Hookless.Oven.Bake(*)", "bake")]));
        Single(rig, "bake");
    }

    private static ReceivedSpan Single(Rig rig, string name) => Assert.Single(rig.Agent.Spans.Items, span => span.Name == name);

    private static Task<TargetResult> Run(Rig rig, params string[] arguments) => Run(rig, arguments, []);

    private static async Task<TargetResult> Run(Rig rig, string[] arguments, params (string Name, string Value)[] environment)
    {
        var result = await TargetProcess.Run(rig.Dotnet("Symptoms", [], arguments).With(environment));
        Assert.Equal(0, result.ExitCode);
        return result;
    }

    private static Task<TargetResult> Launch(params string[] arguments) => TargetProcess.Run(new Target([Repository.Launcher, .. arguments]) { LauncherArguments = null });

    /// <summary>Notes the <c>traceparent</c> of each request, and answers with nothing.</summary>
    private sealed class HeaderServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        public HeaderServer()
        {
            using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndPoint!).Port}/";
            }
            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = Serve();
        }

        public string Url { get; }

        public Recorder<string?> Contexts { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    Contexts.Add(context.Request.Headers["traceparent"]);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
            }
        }
    }
}
