namespace DdRun.Architecture.Tests;

/// <summary>A type that names another one.</summary>
/// <param name="From">Full name of the outermost type, without arity.</param>
/// <param name="To">The same of the one that it names.</param>
internal sealed record Arrow(string From, string To);
