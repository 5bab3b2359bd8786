using System.Diagnostics.CodeAnalysis;

namespace DdRun.Instrumentation.Plans;

/// <summary>Methods of a module, by their metadata tokens.</summary>
internal static class MethodTokens
{
    /// <summary>No method. By itself: the framework has no precompiled code for an empty array of these, so that each start would compile it.</summary>
    [SuppressMessage("Performance", "CA1825", Justification = "What it asks for instead is what this stands in for.")]
    public static readonly uint[] None = new uint[0];
}
