using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>Finds methods that are marked to be traced, by our attribute or by Datadog's.</summary>
internal static class TraceAttributes
{
    public static void Find(ModuleSource module, TokenMap<Match> matches)
    {
        var metadata = module.Metadata;
        if (!MayHave(metadata))
            return;
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.MethodDefinition || !Attributes.TryGetName(metadata, attribute, out var space, out var name) ||
                !metadata.StringComparer.Equals(name, "TraceAttribute") ||
                !(metadata.StringComparer.Equals(space, "DdRun") || metadata.StringComparer.Equals(space, "Datadog.Trace.Annotations")))
                continue;
            var method = (MethodDefinitionHandle)attribute.Parent;
            var token = MetadataTokens.GetToken(method);
            if (matches.Find(token) is not { } match)
                matches.Add(token, match = new Match(method, []));
            match.Rules.Insert(0, Rule(metadata, method, attribute));
        }
    }

    // Also by a type of the assembly's own: the attribute is recognised by its name.
    private static bool MayHave(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeReferences)
        {
            if (metadata.StringComparer.Equals(metadata.GetTypeReference(handle).Name, "TraceAttribute"))
                return true;
        }
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (metadata.StringComparer.Equals(metadata.GetTypeDefinition(handle).Name, "TraceAttribute"))
                return true;
        }
        return false;
    }

    private static Rule Rule(MetadataReader metadata, MethodDefinitionHandle method, CustomAttribute attribute)
    {
        string? name = null, service = null, resource = null, type = null;
        foreach (var (key, value) in Arguments(metadata.GetBlobReader(attribute.Value)))
        {
            switch (key)
            {
                case "Name" or "OperationName":
                    name = value;
                    break;
                case "Service" or "ServiceName":
                    service = value;
                    break;
                case "Resource" or "ResourceName":
                    resource = value;
                    break;
                case "Type":
                    type = value;
                    break;
            }
        }
        var definition = metadata.GetMethodDefinition(method);
        var pattern = MethodPattern.ForMethod(MetadataNames.Of(metadata, definition.GetDeclaringType()), metadata.GetString(definition.Name));
        return TraceMethods.Annotated(pattern, new RuleOrigin("[Trace]", 0, 0), name, service, resource, type);
    }

    private static List<KeyValuePair<string, string>> Arguments(BlobReader blob)
    {
        const byte Text = 0x0E;
        var arguments = new List<KeyValuePair<string, string>>();
        if (blob.RemainingBytes < 4 || blob.ReadUInt16() != 1)
            return arguments;
        for (var count = blob.ReadUInt16(); count > 0; count--)
        {
            blob.ReadByte();
            if (blob.ReadByte() != Text)
                break;
            var key = blob.ReadSerializedString();
            var value = blob.ReadSerializedString();
            if (key is not null && value is not null)
                arguments.Add(new(key, value));
        }
        return arguments;
    }
}
