namespace DdRun.Exploration;

/// <summary>A .NET tool from NuGet.</summary>
/// <param name="Package">The package's id.</param>
/// <param name="Version">Pinned, so that two runs explore the same.</param>
/// <param name="Command">The command that it installs.</param>
/// <param name="Work">What it is given to do besides starting.</param>
internal sealed record Tool(string Package, string Version, string Command, Work Work)
{
    /// <summary>Arguments for a run that starts and does nothing.</summary>
    public string[] Start { get; init; } = ["--version"];

    /// <summary>Where what it runs lies, seen from its entry point, where that only starts another program.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Assemblies in its folder that say what they do by running, or that no other program can load.</summary>
    public string[] NotCompiled { get; init; } = [];
}
