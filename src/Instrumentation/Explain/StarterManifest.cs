using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Explain;

/// <summary>Writes a first manifest from an application's own public methods.</summary>
internal static class StarterManifest
{
    private const int MostTypes = 200;

    /// <param name="app">The application's own assembly.</param>
    public static string For(string app)
    {
        using var source = ModuleSource.Of(app) ?? throw new BadImageFormatException($"{app} is no .NET assembly");
        var metadata = source.Metadata;
        var text = new StringBuilder();
        text.Append("{\n  \"$schema\": \"./dd-run.schema.json\",\n  // Each rule may also have \"name\", \"service\", \"resource\", \"type\", \"tags\" and \"when\".\n  \"instrument\": [");
        var count = 0;
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (count < MostTypes && IsWorthTracing(metadata, handle))
                text.Append(count++ == 0 ? "\n" : ",\n").Append("    { \"method\": \"").Append(MetadataNames.Of(metadata, handle)).Append(".*\", \"resource\": \"{type}.{method}\" }");
        }
        return text.Append(count == 0 ? "]\n}\n" : "\n  ]\n}\n").ToString();
    }

    private static bool IsWorthTracing(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (visibility is not (TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NotPublic) || metadata.GetString(type.Name)[0] == '<')
            return false;
        foreach (var methodHandle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(methodHandle);
            if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public && method.RelativeVirtualAddress != 0 &&
                MethodPattern.IsOrdinary(metadata.GetString(method.Name)))
                return true;
        }
        return false;
    }
}
