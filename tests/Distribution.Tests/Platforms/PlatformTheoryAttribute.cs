namespace DdRun.Distribution.Tests.Platforms;

/// <summary>Skipped where there is no other platform at all.</summary>
public sealed class PlatformTheoryAttribute : TheoryAttribute
{
    public PlatformTheoryAttribute() => Skip = Cells.Present().Any() ? null : $"no platforms were made: {Cells.Reasons}";
}
