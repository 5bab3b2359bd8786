using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;
using DdRun.Probes;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Checks expressions against a method, by writing their code where nobody will run it.</summary>
internal sealed class CapturePlanner(MethodDefinition method, MethodShape shape, CapturePlan plan)
{
    public bool Check(Template template)
    {
        foreach (var hole in template.Holes)
        {
            if (!Check(hole))
                return false;
        }
        return true;
    }

    public bool Check(PathExpression path) => TypeOf(path) is not null;

    /// <summary>Also whether it can be true.</summary>
    public bool CheckError(Template template)
    {
        var hole = template.Holes[0];
        if (TypeOf(hole) is not { } type)
            return false;
        if (type is GenericParameter || type.MetadataType is MetadataType.Boolean or MetadataType.Object || type.FullName == "System.Nullable`1<System.Boolean>")
            return true;
        plan.Notes.Add($"{{{hole}}}: an error is a boolean, and this is {type.Name}");
        return false;
    }

    // Null with a note when it makes no sense.
    private TypeReference? TypeOf(PathExpression path)
    {
        var resultType = ResultType(out var error);
        var items = new PlanItems();
        var scratch = new BodyBuilder(items, new ProbeMembers(items), [], new Workspace());
        try
        {
            if (path.Root == PathRoot.Return && resultType is null)
                plan.Notes.Add($"{{{path}}}: {error}");
            else if (new PathCompiler(method, new TypeEncoder(method.Module, items), scratch).Compile(path, 0, resultType, new Label(), out error) is { } type)
                return type;
            else
                plan.Notes.Add($"{{{path}}}: {error}");
        }
        catch (Exception e) when (e is NotSupportedException or AssemblyResolutionException)
        {
            plan.Notes.Add($"{{{path}}}: {e.Message}");
        }
        return null;
    }

    /// <summary>The code that reads these runs when the task is done, made from names.</summary>
    public bool AddResults(int index, Template template)
    {
        for (var part = 0; part < template.Holes.Length; part++)
        {
            var hole = template.Holes[part];
            if (hole.Root != PathRoot.Return)
            {
                plan.Notes.Add($"{{{hole}}}: a text about a task's result can hold nothing but the result");
                plan.Results.RemoveAll(path => path.Template == index);
                return false;
            }
            var steps = Array.ConvertAll(hole.Steps, step => step.ToString());
            plan.Results.Add(new TaskResultPath(index, template.IsSingle ? -1 : part, part + 1 == template.Holes.Length, steps));
        }
        return true;
    }

    private TypeReference? ResultType(out string error)
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
