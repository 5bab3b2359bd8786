namespace DdRun.Instrumentation.Il;

/// <summary>Memory that the methods of a module are woven in one after the other: with new memory for each, collecting it took as long as weaving.</summary>
internal sealed class Workspace
{
    public IlWriter Il { get; } = new();
    public LabelTable Starts { get; } = new();
    public LabelTable Ends { get; } = new();
    public List<WovenClause> Clauses { get; } = [];

    public void Reset(int codeLength)
    {
        Il.Reset();
        Starts.Reset(codeLength);
        Ends.Reset(codeLength);
        Clauses.Clear();
    }
}
