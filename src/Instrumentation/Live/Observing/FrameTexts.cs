using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using DdRun.Instrumentation.Live.Rendering;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Writes the frames of a stack: <c>Shop.Cart.Checkout(Cart cart) in Cart.cs:12</c>.</summary>
internal static class FrameTexts
{
    public static string[] Of(StackTrace trace, int first, int most)
    {
        var texts = new List<string>();
        for (var i = first; i < trace.FrameCount && texts.Count < most; i++)
        {
            if (trace.GetFrame(i) is { } frame && frame.GetMethod() is { } method && method.DeclaringType?.Namespace?.StartsWith("DdRun.", StringComparison.Ordinal) != true)
                texts.Add(Of(frame, method));
        }
        return [.. texts];
    }

    private static string Of(StackFrame frame, MethodBase method)
    {
        var text = new StringBuilder();
        if (method.DeclaringType is { } type)
        {
            // The step of an async method or iterator stands for the method.
            if (method.Name == "MoveNext" && type.Name[0] == '<' && type.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end && type.DeclaringType is { } owner)
                return Place(text.Append(Name(owner)).Append('.').Append(type.Name, 1, end - 1).Append("(…)"), frame);
            text.Append(Name(type)).Append('.');
        }
        text.Append(method.Name).Append('(');
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(Short(parameters[i].ParameterType)).Append(' ').Append(parameters[i].Name);
        return Place(text.Append(')'), frame);
    }

    private static string Name(Type type) => type.IsGenericType && type.Namespace is { } space ? space + "." + TypeNames.Of(type) : TypeNames.Of(type);

    private static string Short(Type type)
    {
        var name = TypeNames.Of(type);
        return type.IsGenericType || type.HasElementType ? name : name[(name.LastIndexOf('.') + 1)..];
    }

    private static string Place(StringBuilder text, StackFrame frame) => frame.GetFileName() is { Length: > 0 } file
        ? text.Append(" in ").Append(file).Append(':').Append(frame.GetFileLineNumber().ToString(CultureInfo.InvariantCulture)).ToString()
        : text.ToString();
}
