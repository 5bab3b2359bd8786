using Mono.Cecil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>The process's assemblies as Cecil sees them.</summary>
internal static class ProcessAssemblies
{
    public static IAssemblyResolver Resolver { get; } = new CecilResolver(AssemblyPaths.Find);
}
