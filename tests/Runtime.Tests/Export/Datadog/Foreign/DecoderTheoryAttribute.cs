namespace DdRun.Runtime.Tests.Export.Datadog.Foreign;

/// <summary>A theory over the decoders; skipped, and listed as such, when one can neither be found nor installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DecoderTheoryAttribute : TheoryAttribute
{
    public DecoderTheoryAttribute() => Skip = ForeignDecoder.Problem("python") ?? ForeignDecoder.Problem("node");
}
