namespace DdRun.Instrumentation.Plans;

/// <summary>The new body of one method.</summary>
/// <param name="Token">Its <c>MethodDef</c> token.</param>
/// <param name="Bytes">Body, relocations and map as a plan holds them.</param>
/// <param name="Sites">Offsets of four bytes that hold the local number of a site.</param>
internal sealed record PlanMethod(uint Token, byte[] Bytes, int[] Sites)
{
    /// <summary>The code for people to read, a line an instruction, when it was asked for.</summary>
    public IReadOnlyList<string>? Listing { get; init; }
}
