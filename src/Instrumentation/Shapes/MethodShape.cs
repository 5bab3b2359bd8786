using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Shapes;

/// <summary>What the raw signature and the attributes of a method say about how to weave it.</summary>
internal sealed class MethodShape
{
    private const byte VarArgs = 0x05;

    public required ReturnKind Return { get; init; }

    /// <summary>The return type as it stands in the signature, modifiers included.</summary>
    public required byte[] Type { get; init; }

    /// <summary>The return type without the modifiers before it, which a type argument cannot have.</summary>
    public required byte[] BareType { get; init; }

    /// <summary>The coded token of a generic or value type that is returned.</summary>
    public byte[] OpenType { get; init; } = [];

    /// <summary>The type of a task's result, or of an iterator's items.</summary>
    public byte[] Argument { get; init; } = [];

    public bool HasVarArgs { get; init; }

    public bool IsVoid { get; init; }

    /// <summary>Of an instance.</summary>
    public bool IsConstructor { get; init; }

    /// <summary>By reference, a pointer, or void: nothing a generic probe could take.</summary>
    public bool IsPlainValue { get; init; }

    /// <summary>The type whose <c>MoveNext</c> is the body of an async method or iterator.</summary>
    public string? StateMachine { get; init; }

    public static MethodShape Read(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var bytes = metadata.GetBlobBytes(method.Signature);
        var reader = new SignatureReader(bytes);
        var convention = reader.Byte();
        if ((convention & 0x10) != 0)
            reader.Number();
        reader.Number();
        var start = reader.Position;
        reader.SkipModifiers();
        var element = reader.Peek;
        var bare = reader.Position;
        reader.SkipType();
        var type = reader.From(start).ToArray();
        var stateMachine = StateMachines.Find(metadata, method, out var kind);
        var (known, open, argument) = Known(metadata, bytes.AsSpan(bare, reader.Position - bare));
        return new MethodShape
        {
            Return = Choose(element, known, kind),
            Type = type,
            BareType = reader.From(bare).ToArray(),
            OpenType = open,
            Argument = argument,
            IsVoid = element == SignatureReader.Void,
            IsConstructor = (method.Attributes & (MethodAttributes.SpecialName | MethodAttributes.Static)) == MethodAttributes.SpecialName && metadata.StringComparer.Equals(method.Name, ".ctor"),
            HasVarArgs = (convention & 0x0F) == VarArgs,
            IsPlainValue = element is not (SignatureReader.Void or SignatureReader.ByReference or SignatureReader.Pointer
                or SignatureReader.TypedReference or SignatureReader.FunctionPointer),
            StateMachine = stateMachine,
        };
    }

    private static ReturnKind Choose(byte element, ReturnKind known, StateMachineKind machine) => known switch
    {
        ReturnKind.Task or ReturnKind.TaskOfT or ReturnKind.ValueTask or ReturnKind.ValueTaskOfT => known,
        ReturnKind.Value when machine is StateMachineKind.Async => ReturnKind.Pending,
        ReturnKind.Value => element == SignatureReader.Void ? ReturnKind.Void : ReturnKind.Value,
        _ => machine is StateMachineKind.Iterator or StateMachineKind.AsyncIterator ? known : ReturnKind.Value,
    };

    private static (ReturnKind Kind, byte[] Open, byte[] Argument) Known(MetadataReader metadata, ReadOnlySpan<byte> type)
    {
        var reader = new SignatureReader(type);
        var element = reader.Byte();
        var isGeneric = element == SignatureReader.GenericInstance;
        if (isGeneric)
            element = reader.Byte();
        if (element is not (SignatureReader.Class or SignatureReader.ValueType))
            return (ReturnKind.Value, [], []);
        var start = reader.Position;
        var coded = reader.Number();
        var open = reader.From(start).ToArray();
        var kind = KindOf(metadata, coded);
        if (kind == ReturnKind.Value || !isGeneric)
            return (kind, open, []);
        reader.Number();
        reader.SkipModifiers();
        start = reader.Position;
        reader.SkipType();
        return (kind, open, reader.From(start).ToArray());
    }

    private static ReturnKind KindOf(MetadataReader metadata, int coded)
    {
        if ((coded & 3) != 1)
            return ReturnKind.Value;
        var type = metadata.GetTypeReference(MetadataTokens.TypeReferenceHandle(coded >> 2));
        if (metadata.StringComparer.Equals(type.Namespace, "System.Threading.Tasks"))
            return metadata.GetString(type.Name) switch
            {
                "Task" => ReturnKind.Task,
                "Task`1" => ReturnKind.TaskOfT,
                "ValueTask" => ReturnKind.ValueTask,
                "ValueTask`1" => ReturnKind.ValueTaskOfT,
                _ => ReturnKind.Value,
            };
        if (metadata.StringComparer.Equals(type.Namespace, "System.Collections.Generic"))
            return metadata.GetString(type.Name) switch
            {
                "IEnumerable`1" => ReturnKind.EnumerableOfT,
                "IEnumerator`1" => ReturnKind.EnumeratorOfT,
                "IAsyncEnumerable`1" => ReturnKind.AsyncEnumerable,
                "IAsyncEnumerator`1" => ReturnKind.AsyncEnumerator,
                _ => ReturnKind.Value,
            };
        if (metadata.StringComparer.Equals(type.Namespace, "System.Collections"))
            return metadata.GetString(type.Name) switch
            {
                "IEnumerable" => ReturnKind.Enumerable,
                "IEnumerator" => ReturnKind.Enumerator,
                _ => ReturnKind.Value,
            };
        return ReturnKind.Value;
    }
}
