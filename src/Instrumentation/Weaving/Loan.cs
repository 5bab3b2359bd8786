using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>
/// The exchange of an argument for a private copy before a method's body runs, or of its result before it returns. Written from raw signatures, without
/// Cecil: it stands in methods that every start may run.
/// </summary>
internal sealed class Loan
{
    private const int Result = -1;

    private readonly int _site;
    private readonly int _argument;
    private readonly byte[] _type;
    private readonly int _other;
    private readonly byte[] _otherType;

    private Loan(int site, (int Argument, byte[] Type) lent, (int Argument, byte[] Type) other)
    {
        (_site, _argument, _type) = (site, lent.Argument, lent.Type);
        (_other, _otherType) = other;
    }

    /// <summary>Null with a note where the method has no such argument, or one that cannot be exchanged.</summary>
    public static Loan? Plan(MetadataReader metadata, MethodDefinitionHandle handle, MethodShape shape, ObserveRule rule, int site, out string note)
    {
        note = "";
        var method = metadata.GetMethodDefinition(handle);
        if (Find(metadata, method, shape, rule.Lend!) is not { } lent)
        {
            note = $"{{{rule.Lend}}} cannot be lent: it is no argument of the method, or goes by reference";
            return null;
        }
        var other = (-1, new byte[] { SignatureReader.Object });
        if (rule.Values.Length > 0)
        {
            if (Find(metadata, method, shape, rule.Values[0]) is not { } found)
            {
                note = $"{{{rule.Values[0]}}} cannot be told along with what is lent: only 'this' or an argument can";
                return null;
            }
            other = found;
        }
        return new Loan(site, lent, other);
    }

    public void EmitEnter(IlWriter il, ProbeMembers probes)
    {
        if (_argument == Result)
            return;
        il.Local(IlCode.Ldarg, _argument);
        EmitCall(il, probes);
        il.Local(IlCode.Starg, _argument);
    }

    /// <summary>The result lies on the stack, before and after.</summary>
    public void EmitReturn(IlWriter il, ProbeMembers probes)
    {
        if (_argument == Result)
            EmitCall(il, probes);
    }

    private void EmitCall(IlWriter il, ProbeMembers probes)
    {
        if (_other >= 0)
            il.Local(IlCode.Ldarg, _other);
        else
            il.Op(IlCode.Ldnull);
        il.Site(_site);
        il.Op(IlCode.Call, probes.Lend(new PlanBlob().Add(_type), new PlanBlob().Add(_otherType)));
    }

    private static (int Argument, byte[] Type)? Find(MetadataReader metadata, MethodDefinition method, MethodShape shape, PathExpression path)
    {
        if (path.Steps.Length > 0)
            return null;
        var isStatic = (method.Attributes & MethodAttributes.Static) != 0;
        switch (path.Root)
        {
            case PathRoot.Return:
                return shape.IsPlainValue ? (Result, shape.Type) : null;
            case PathRoot.This:
                return isStatic || !IsClass(metadata, method.GetDeclaringType()) ? null : (0, [SignatureReader.Object]);
        }
        var index = path.Index;
        foreach (var handle in method.GetParameters())
        {
            var parameter = metadata.GetParameter(handle);
            if (index < 0 && parameter.SequenceNumber > 0 && metadata.StringComparer.Equals(parameter.Name, path.Name))
                index = parameter.SequenceNumber - 1;
        }
        return index >= 0 && TypeOf(metadata.GetBlobBytes(method.Signature), index) is { } type ? (index + (isStatic ? 0 : 1), type) : null;
    }

    private static bool IsClass(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var parent = metadata.GetTypeDefinition(handle).BaseType;
        if (parent.Kind != HandleKind.TypeReference)
            return true;
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return !metadata.StringComparer.Equals(type.Name, "ValueType") || !metadata.StringComparer.Equals(type.Namespace, "System");
    }

    private static byte[]? TypeOf(byte[] signature, int index)
    {
        var reader = new SignatureReader(signature);
        if ((reader.Byte() & 0x10) != 0)
            reader.Number();
        if (index >= reader.Number())
            return null;
        reader.SkipType();
        for (; index > 0; index--)
            reader.SkipType();
        reader.SkipModifiers();
        if (reader.Peek is SignatureReader.ByReference or SignatureReader.Pointer or SignatureReader.TypedReference or SignatureReader.FunctionPointer)
            return null;
        var start = reader.Position;
        reader.SkipType();
        return reader.From(start).ToArray();
    }
}
