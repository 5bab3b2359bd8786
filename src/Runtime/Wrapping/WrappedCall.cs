using System.Reflection;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Wrapping;

/// <summary>What the spans of a wrapped function look like.</summary>
internal sealed record WrappedCall(string Name, string? Service, string? Resource, string? Type)
{
    public static WrappedCall Of(Delegate function, string? name, string? service, string? resource, string? type)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(name ?? DefaultName(function.Method, ProcessTracer.Current.Settings.WrapIncludesClass), service, resource, type);
    }

    internal static string DefaultName(MethodInfo method, bool withClass)
    {
        var type = method.DeclaringType;
        // Lambdas live in a class that the compiler made inside the one where they were written.
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        var name = Written(method.Name);
        var scope = withClass ? type?.FullName : type?.Namespace;
        return string.IsNullOrEmpty(scope) ? name : $"{scope}.{name}";
    }

    // <Outer>b__0 is a lambda in Outer, <Outer>g__Local|0 the local function Local.
    private static string Written(string name)
    {
        if (!name.StartsWith('<'))
            return name;
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        var end = name.IndexOf('|', StringComparison.Ordinal);
        if (local > 0 && end > local)
            return name[(local + 4)..end];
        var close = name.IndexOf('>', StringComparison.Ordinal);
        return close > 1 ? name[1..close] : name;
    }
}
