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
        StackFrame? step = null;
        for (var i = 0; i < trace.FrameCount && texts.Count < most; i++)
        {
            if (trace.GetFrame(i) is not { } frame || frame.GetMethod() is not { } method || IsHidden(method))
                continue;
            // The method that has begun the step before: one call, whose place in the source is the step's.
            if (step is not null && Began(step.GetMethod()!, method))
                texts[^1] = Of(step, method);
            else
                texts.Add(Of(frame, method));
            step = StepOf(method) is null ? null : frame;
        }
        return [.. texts];
    }

    private static bool Began(MethodBase step, MethodBase method) => StepOf(step) == method.Name && Definition(step.DeclaringType!.DeclaringType) == Definition(method.DeclaringType);

    private static Type? Definition(Type? type) => type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    // The name of the async method or iterator whose step it is; null for others.
    private static string? StepOf(MethodBase method) =>
        method is { Name: "MoveNext", DeclaringType: { DeclaringType: not null } type } && type.Name[0] == '<' && type.Name.LastIndexOf('>') is > 1 and var end ? type.Name[1..end] : null;

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
            if (StepOf(method) is { } stepped)
                return Place(text.Append(Name(type.DeclaringType!)).Append('.').Append(stepped).Append("(…)"), frame);
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
