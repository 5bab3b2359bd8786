using System.Reflection.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Metadata;

/// <summary>A type with its type arguments, which may be type parameters of the type that it is seen from.</summary>
/// <param name="Type">Name and type arguments.</param>
/// <param name="Metadata">Null when its assembly was not found.</param>
/// <param name="Handle">Where it is defined.</param>
internal sealed record TypeInstance(NamedType Type, MetadataReader? Metadata, TypeDefinitionHandle Handle);
