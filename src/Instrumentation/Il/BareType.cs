using Mono.Cecil;

namespace DdRun.Instrumentation.Il;

/// <summary>A type without what a signature adds to it: modifiers, and that a local is pinned.</summary>
internal static class BareType
{
    public static TypeReference Of(TypeReference type) => type switch
    {
        IModifierType modified => Of(modified.ElementType),
        PinnedType or SentinelType => Of(((TypeSpecification)type).ElementType),
        _ => type,
    };
}
