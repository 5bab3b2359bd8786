namespace DdRun.Instrumentation.Weaving;

/// <summary>The new body of one method.</summary>
/// <param name="Token">Its <c>MethodDef</c> token.</param>
/// <param name="Body">Header, code and exception sections.</param>
/// <param name="Relocations">Where the body refers to items or tokens.</param>
/// <param name="Sites">Offsets of four bytes that hold the local number of a site.</param>
internal sealed record PlanMethod(uint Token, byte[] Body, PlanRelocation[] Relocations, int[] Sites)
{
    /// <summary>Where each instruction of the original code went, for the lines of stack traces.</summary>
    public IReadOnlyList<(int Old, int New)> Map { get; init; } = [];

    /// <summary>The code for people to read, when it was asked for.</summary>
    public List<IlLine>? Listing { get; init; }
}
