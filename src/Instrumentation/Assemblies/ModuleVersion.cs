namespace DdRun.Instrumentation.Assemblies;

/// <summary>A module that a plan was made with besides the one it is for: expressions lead through its types.</summary>
internal sealed record ModuleVersion(string Name, Guid Mvid);
