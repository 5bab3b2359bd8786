namespace DdRun.Testing;

/// <summary>What to start, and how.</summary>
public sealed record Target(params string[] Command)
{
    /// <summary>Arguments of <c>dd-run</c> before the command; null starts the command without <c>dd-run</c>.</summary>
    public IReadOnlyList<string>? LauncherArguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    public string? Input { get; init; }

    /// <summary>Whether more input comes, by <see cref="TargetProcess.Write"/>.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The same target with more variables, which win over those that it has.</summary>
    public Target With(params (string Name, string Value)[] environment)
    {
        var variables = new Dictionary<string, string>(Environment);
        foreach (var (name, value) in environment)
            variables[name] = value;
        return this with { Environment = variables };
    }

    /// <summary>The same target without <c>dd-run</c>.</summary>
    public Target Plain => this with { LauncherArguments = null };
}
