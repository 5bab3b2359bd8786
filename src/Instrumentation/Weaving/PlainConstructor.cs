using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Weaving;

/// <summary>
/// Finds where the own part of most constructors begins by their raw code: those that first of all call their base constructor, with arguments that
/// need no code. All others are for <see cref="ConstructorStart"/>, which has Cecil read them.
/// </summary>
internal static class PlainConstructor
{
    /// <summary>False where a closer look is needed.</summary>
    public static bool TryFind(MetadataReader metadata, uint token, RawBody raw, out int start)
    {
        start = 0;
        var type = metadata.GetMethodDefinition((MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token)).GetDeclaringType();
        var parent = metadata.GetTypeDefinition(type).BaseType;
        if (parent.IsNil)
            return false;
        if (IsValueType(metadata, parent))
            return true;
        var il = new IlReader(raw.Code);
        if (!il.Read() || il.Code != IlCode.Ldarg0)
            return false;
        var arguments = 0;
        while (il.Read() && IsLoad(il.Code))
            arguments++;
        if (il.Code is not (IlCode.Call or IlCode.Callvirt) || !Constructs(metadata, Operand(il), type, parent, arguments) || il.Next == raw.Code.Length)
            return false;
        start = il.Next;
        while (il.Read())
        {
            if (LeadsBefore(il, start) || (il.Code is IlCode.Call or IlCode.Callvirt && IsConstructor(metadata, Operand(il))))
                return false;
        }
        foreach (var clause in raw.Clauses)
        {
            if (clause.TryStart < start || clause.HandlerStart < start)
                return false;
        }
        return true;
    }

    private static bool IsValueType(MetadataReader metadata, EntityHandle parent) =>
        parent.Kind == HandleKind.TypeReference && metadata.GetTypeReference((TypeReferenceHandle)parent) is var reference &&
        metadata.StringComparer.Equals(reference.Name, "ValueType") && metadata.StringComparer.Equals(reference.Namespace, "System");

    // Arguments, locals, constants, texts and static fields.
    private static bool IsLoad(IlCode code) => (int)code is >= 0x02 and <= 0x09 or 0x0E or 0x11 or >= 0x14 and <= 0x23 or 0x72 or 0x7E;

    private static bool LeadsBefore(IlReader instruction, int start)
    {
        if (instruction.BranchSize > 0)
            return instruction.Target < start;
        if (instruction.Code == IlCode.Switch)
        {
            for (var i = 0; i < instruction.TargetCount; i++)
            {
                if (instruction.TargetAt(i) < start)
                    return true;
            }
        }
        return false;
    }

    private static EntityHandle Operand(IlReader instruction) => MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(instruction.Bytes[1..]));

    private static bool IsConstructor(MetadataReader metadata, EntityHandle method) => method.Kind switch
    {
        HandleKind.MethodDefinition => metadata.StringComparer.Equals(metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name, ".ctor"),
        HandleKind.MemberReference => metadata.StringComparer.Equals(metadata.GetMemberReference((MemberReferenceHandle)method).Name, ".ctor"),
        _ => false,
    };

    private static bool Constructs(MetadataReader metadata, EntityHandle method, TypeDefinitionHandle type, EntityHandle parent, int arguments)
    {
        if (!IsConstructor(metadata, method))
            return false;
        var (owner, signature) = method.Kind == HandleKind.MethodDefinition
            ? (metadata.GetMethodDefinition((MethodDefinitionHandle)method).GetDeclaringType(), metadata.GetMethodDefinition((MethodDefinitionHandle)method).Signature)
            : (metadata.GetMemberReference((MemberReferenceHandle)method).Parent, metadata.GetMemberReference((MemberReferenceHandle)method).Signature);
        if (owner != parent && owner != type)
            return false;
        var reader = metadata.GetBlobReader(signature);
        return (reader.ReadByte() & 0x1F) == 0 && reader.ReadCompressedInteger() == arguments;
    }
}
