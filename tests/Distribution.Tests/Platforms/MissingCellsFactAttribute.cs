namespace DdRun.Distribution.Tests.Platforms;

/// <summary>Skipped with what is missing and why, where something is.</summary>
public sealed class MissingCellsFactAttribute : FactAttribute
{
    public MissingCellsFactAttribute() => Skip = Cells.Reasons.Length > 0 ? Cells.Reasons : null;
}
