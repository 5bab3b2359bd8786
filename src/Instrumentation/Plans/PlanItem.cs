namespace DdRun.Instrumentation.Plans;

/// <summary>Something to define in the module's metadata; which members are set depends on the kind.</summary>
internal sealed record PlanItem(PlanItemKind Kind, PlanReference Reference = default, string? Text = null, PlanBlob? Blob = null)
{
    public Version? Version { get; init; }
    public byte[] PublicKeyToken { get; init; } = [];
}
