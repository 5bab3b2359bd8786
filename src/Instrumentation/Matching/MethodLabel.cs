using System.Reflection.Metadata;
using System.Text;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>A method as people read it.</summary>
/// <param name="Text"><c>Shop.Cart.Checkout(Cart cart, string customer)</c>.</param>
/// <param name="Names">Those of its parameters.</param>
/// <param name="Types">Those of its parameters.</param>
/// <param name="Self">The type that it belongs to.</param>
/// <param name="Result">What it returns.</param>
internal sealed record MethodLabel(string Text, string[] Names, string[] Types, string Self, string Result)
{
    public static MethodLabel Of(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var signature = method.DecodeSignature(TypeNameProvider.Instance, method);
        var names = new string[signature.ParameterTypes.Length];
        var types = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = "arg" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            types[i] = ModuleMatcher.Named(metadata, method, signature.ParameterTypes[i]).ToString();
        }
        foreach (var parameterHandle in method.GetParameters())
        {
            var parameter = metadata.GetParameter(parameterHandle);
            if (parameter.SequenceNumber > 0 && parameter.SequenceNumber <= names.Length && !parameter.Name.IsNil)
                names[parameter.SequenceNumber - 1] = metadata.GetString(parameter.Name);
        }
        var self = MetadataNames.Of(metadata, method.GetDeclaringType());
        var text = new StringBuilder(self).Append('.').Append(metadata.GetString(method.Name)).Append('(');
        for (var i = 0; i < names.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(types[i]).Append(' ').Append(names[i]);
        return new(text.Append(')').ToString(), names, types, self, ModuleMatcher.Named(metadata, method, signature.ReturnType).ToString());
    }
}
