using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using DdRun.Instrumentation.Live.Rendering;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Writes the frames of a stack: <c>Shop.Cart.Checkout(Cart cart) in Cart.cs:12</c>.</summary>
internal static class FrameTexts
{
    public static string[] Of(StackTrace trace, int most)
    {
        var texts = new List<string>();
        for (var i = 0; i < trace.FrameCount && texts.Count < most; i++)
        {
            if (trace.GetFrame(i) is { } frame && frame.GetMethod() is { } method && !IsHidden(method))
                texts.Add(Of(frame, method));
        }
        return [.. texts];
    }

    // Ours, and the machinery of async methods, which says nothing of who calls.
    private static bool IsHidden(MethodBase method) => method.DeclaringType is { } type
        && (type.Namespace is "System.Runtime.CompilerServices" or "System.Threading.Tasks" || type.Namespace?.StartsWith("DdRun.", StringComparison.Ordinal) == true
            || type == typeof(ExecutionContext) || type.IsDefined(typeof(StackTraceHiddenAttribute), false) || method.IsDefined(typeof(StackTraceHiddenAttribute), false));

    private static string Of(StackFrame frame, MethodBase method)
    {
        var text = new StringBuilder();
        if (method.DeclaringType is { } type)
        {
            // The step of an async method or iterator stands for the method.
            if (method.Name == "MoveNext" && type.Name[0] == '<' && type.Name.LastIndexOf('>') is > 1 and var end && type.DeclaringType is { } owner)
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
