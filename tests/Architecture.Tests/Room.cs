namespace DdRun.Architecture.Tests;

/// <summary>What stands on a floor: a folder with everything below it that is no room of its own, or some types of a folder by their names.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="Floor">The higher, the more it may use.</param>
/// <param name="Namespaces">Folders as namespaces.</param>
/// <param name="Types">Full names of single types.</param>
internal sealed record Room(string Name, int Floor, IReadOnlyList<string> Namespaces, IReadOnlyList<string> Types);
