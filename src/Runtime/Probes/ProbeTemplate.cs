namespace DdRun.Probes;

/// <summary>A text with holes that captured values fill. Literals are one more than holes.</summary>
internal sealed class ProbeTemplate
{
    public required ProbeTarget Target { get; init; }

    /// <summary>The tag, when the target is one.</summary>
    public string? Key { get; init; }

    /// <summary>Null when the template is one value and nothing else, which then keeps its type.</summary>
    public string[]? Literals { get; init; }
}
