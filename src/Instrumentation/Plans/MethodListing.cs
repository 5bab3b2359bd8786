namespace DdRun.Instrumentation.Plans;

/// <summary>A method's code before and after weaving.</summary>
internal sealed record MethodListing(IReadOnlyList<string> Before, IReadOnlyList<string> After);
