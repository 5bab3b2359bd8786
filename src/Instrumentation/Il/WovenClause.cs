namespace DdRun.Instrumentation.Il;

/// <summary>A clause of the exception table that is being written.</summary>
internal sealed record WovenClause(int Kind, Label TryStart, Label TryEnd, Label HandlerStart, Label HandlerEnd)
{
    /// <summary>Of a catch clause, as it was.</summary>
    public uint Token { get; init; }

    public Label? Filter { get; init; }
}
