using System.Globalization;
using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Shapes;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Checks expressions against a method; those that make no sense are noted.</summary>
internal sealed class CapturePlanner
{
    private readonly CapturePlan _plan;

    public CapturePlanner(MethodDefinition method, MethodShape shape, CapturePlan plan)
    {
        _plan = plan;
        var resultType = ResultType(method, shape, out var error);
        Types = new ExpressionTypes(method, resultType, error);
    }

    public ExpressionTypes Types { get; }

    public bool Check(Template template) => Array.TrueForAll(template.Holes, hole => Check(hole));

    public bool Check(Expression expression)
    {
        try
        {
            if (Types.Of(expression).Kind != ValueKind.Null)
                return true;
            _plan.Notes.Add($"{{{expression}}}: null is no value");
        }
        catch (ExpressionException e)
        {
            _plan.Notes.Add(Note(expression, e));
        }
        return false;
    }

    /// <summary>Also whether it can be true.</summary>
    public bool CheckCondition(Template template, string what)
    {
        var hole = template.Holes[0];
        if (!Check(hole))
            return false;
        if (Types.MayBeTrue(hole))
            return true;
        _plan.Notes.Add($"{{{hole}}}: {what} is a boolean, and this is {Types.Of(hole).Describe}");
        return false;
    }

    /// <summary>The template is filled in when the call has ended.</summary>
    public void AddLate(int index, Template template) =>
        _plan.Late.Add(new(index, Array.ConvertAll(template.Holes, hole => LateWords.Of(hole, _plan.Kept))));

    // Where there is but a path, it says itself where the mistake is.
    private static string Note(Expression expression, ExpressionException e) => expression is PathExpression
        ? $"{{{expression}}}: {e.Message}"
        : string.Create(CultureInfo.InvariantCulture, $"{{{expression}}}, column {e.Column + 1}: {e.Message}");

    /// <summary>What <c>return</c> is in a method; null and why where it is nothing.</summary>
    public static TypeReference? ResultType(MethodDefinition method, MethodShape shape, out string error)
    {
        error = "";
        switch (shape.Return)
        {
            case ReturnKind.Value:
                return BareType.Of(method.ReturnType);
            case ReturnKind.TaskOfT or ReturnKind.ValueTaskOfT:
                return ((GenericInstanceType)BareType.Of(method.ReturnType)).GenericArguments[0];
            case ReturnKind.Void or ReturnKind.Task or ReturnKind.ValueTask:
                error = "the method has no result";
                return null;
            default:
                error = "the result of an iterator, or of a task of somebody's own, cannot be read";
                return null;
        }
    }
}
