namespace DdRun.Viewer.Store;

/// <summary>One start of a program: what has the same runtime id.</summary>
internal sealed class Run
{
    public required int Number { get; init; }
    /// <summary>The sender's runtime id or instance id.</summary>
    public required string Id { get; init; }
    public required string Service { get; set; }
    public string? Name { get; set; }
    public string Version { get; set; } = "";
    public string Language { get; set; } = "";
    public long ProcessId { get; set; }
    /// <summary>Nanoseconds since 1970.</summary>
    public long First { get; set; } = long.MaxValue;
    public long Last { get; set; }
    public long Spans { get; set; }
    public long Errors { get; set; }
}
