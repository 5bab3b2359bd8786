using System.Reflection;
using System.Runtime.CompilerServices;

// Runs every case and prints what came of it: result, side effects, exceptions with their stack traces.
// `bodies FILE` does the same with the static methods of an assembly of generated code; `contexts FILE` loads one into several contexts, `copies FILE N` into N;
// `short FILE FILE` loads the first when it has no descriptor left, and the second when it has some again; `unobserved` lets tasks fail that nobody awaits.
if (args is ["bodies", var file])
    return Shapes.Bodies.Run(file);
if (args is ["unobserved"])
    return Shapes.Unobserved.Run();
if (args is ["short", var plugin, var next])
    return Shapes.Shortage.Run(plugin, next);
if (args is ["copies", var original, var copies])
    return Shapes.Contexts.RunCopies(original, int.Parse(copies, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["contexts", var library])
    return Shapes.Contexts.Run(library);
foreach (var type in typeof(Program).Assembly.GetTypes().Where(type => type.Namespace == "Shapes.Cases").OrderBy(type => type.FullName, StringComparer.Ordinal))
{
    foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly).OrderBy(method => method.Name, StringComparer.Ordinal))
    {
        if (method.GetParameters().Length > 0 || method.IsGenericMethod || type.ContainsGenericParameters)
            continue;
        await Shapes.Case.Run(type.Name + "." + method.Name, method);
    }
}
return 0;
