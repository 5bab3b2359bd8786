using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live.Everywhere;

/// <summary>A command with <c>--json</c>, what it says around its objects in one stream with them.</summary>
internal sealed class JsonCommand : IDisposable
{
    private readonly TargetProcess _process;

    private JsonCommand(TargetProcess process) => _process = process;

    /// <summary>The objects so far.</summary>
    public JsonElement[] Rows => RowsOf(_process.Lines.Items);

    /// <summary>Returns when the methods are woven.</summary>
    public static async Task<JsonCommand> Observe(params string[] arguments)
    {
        var command = new JsonCommand(TargetProcess.Start(
            new Target(["bash", "-c", "exec \"$@\" 2>&1", "bash", Repository.Launcher, .. arguments, "--json"]) { LauncherArguments = null }));
        var first = (await command._process.Lines.WaitForCount(1))[0];
        Assert.Contains(" woven in ", first, StringComparison.Ordinal);
        return command;
    }

    /// <summary>One that ends by itself, with an exit code of 0 and no word but its objects.</summary>
    public static async Task<JsonElement[]> Run(params string[] arguments)
    {
        var result = await LiveCommand.Run([.. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return RowsOf(result.Output.Split('\n'));
    }

    public Task WaitFor(Predicate<JsonElement[]> enough, string what) => _process.Lines.WaitFor(lines => enough(RowsOf(lines)), what);

    public void Interrupt() => _process.Signal(TargetProcess.Interrupt);

    /// <summary>Its last line, which says what it has seen and put back.</summary>
    public async Task<string> End()
    {
        var result = await _process.Exit();
        Assert.Equal(0, result.ExitCode);
        return _process.Lines.Items[^1];
    }

    public void Dispose() => _process.Dispose();

    private static JsonElement[] RowsOf(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];
}
