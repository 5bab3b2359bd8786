using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Shapes;

/// <summary>Finds the compiler-made type that runs an async method or an iterator.</summary>
internal static class StateMachines
{
    /// <summary>Its full name as reflection writes it, assembly left out.</summary>
    public static string? Find(MetadataReader metadata, MethodDefinition method, out StateMachineKind kind)
    {
        foreach (var handle in method.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!Attributes.TryGetName(metadata, attribute, out var space, out var name) ||
                !metadata.StringComparer.Equals(space, "System.Runtime.CompilerServices"))
                continue;
            kind = metadata.StringComparer.Equals(name, "AsyncStateMachineAttribute") ? StateMachineKind.Async
                : metadata.StringComparer.Equals(name, "IteratorStateMachineAttribute") ? StateMachineKind.Iterator
                : metadata.StringComparer.Equals(name, "AsyncIteratorStateMachineAttribute") ? StateMachineKind.AsyncIterator
                : StateMachineKind.None;
            if (kind == StateMachineKind.None)
                continue;
            var value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            var type = value.ReadSerializedString() ?? "";
            var comma = type.IndexOf(',', StringComparison.Ordinal);
            return comma < 0 ? type : type[..comma];
        }
        kind = StateMachineKind.None;
        return null;
    }

    /// <summary>The method that runs a step, by the type's name as <see cref="Find"/> gives it. It is a nested one.</summary>
    public static uint? MoveNext(MetadataReader metadata, string name)
    {
        var simple = name[(name.LastIndexOf('+') + 1)..];
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!metadata.StringComparer.Equals(type.Name, simple) || MetadataNames.Reflected(metadata, handle) != name)
                continue;
            foreach (var method in type.GetMethods())
            {
                if (metadata.StringComparer.Equals(metadata.GetMethodDefinition(method).Name, "MoveNext"))
                    return (uint)MetadataTokens.GetToken(method);
            }
        }
        return null;
    }
}
