namespace DdRun.Exploration;

/// <summary>A realistic task for a tool, in a folder of its own.</summary>
/// <param name="Arguments">What the tool is called with.</param>
internal record Work(params string[] Arguments)
{
    /// <summary>Puts into the folder what the task needs.</summary>
    public Action<string> Prepare { get; init; } = _ => { };

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
