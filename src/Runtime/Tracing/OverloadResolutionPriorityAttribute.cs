#if !NET9_0_OR_GREATER
namespace System.Runtime.CompilerServices;

// Known to the compiler by its name; .NET 8 lacks it.
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority { get; } = priority;
}
#endif
