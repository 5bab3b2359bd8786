using System.Reflection.Metadata;
using System.Text;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Matching;

/// <summary>Names methods as patterns do.</summary>
internal static class MethodNames
{
    public static string Full(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var text = new StringBuilder(Bare(metadata, method)).Append('(');
        var signature = method.DecodeSignature(TypeNameProvider.Instance, method);
        for (var i = 0; i < signature.ParameterTypes.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(ModuleMatcher.Named(metadata, method, signature.ParameterTypes[i]));
        return text.Append(')').ToString();
    }

    public static string Bare(MetadataReader metadata, MethodDefinition method) =>
        MetadataNames.Of(metadata, method.GetDeclaringType()) + "." + metadata.GetString(method.Name);
}
