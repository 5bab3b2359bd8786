using System.Reflection.Metadata;
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
}
