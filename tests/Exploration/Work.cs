namespace DdRun.Exploration;

/// <summary>A realistic task for a tool, in a folder of its own.</summary>
/// <param name="Arguments">What the tool is called with.</param>
internal record Work(params string[] Arguments)
{
    /// <summary>Puts into the folder what the task needs.</summary>
    public Action<string> Prepare { get; init; } = _ => { };

    /// <summary>For a server: talks to it once it has started, and ends it. What it answered belongs into the folder.</summary>
    public Action<MeasuredProcess, string>? Talk { get; init; }

    /// <summary>Whether several threads write its output, in an order that no two runs share.</summary>
    public bool IsUnordered { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
