using System.Reflection;
using System.Text;
using DdRun.Testing;

namespace DdRun.Runtime.Tests;

public class PublicApiTests
{
    private static readonly string s_file = Path.Combine(Repository.Root, "src", "Runtime", "PublicApi.txt");

    /// <summary>No member appears or vanishes by accident. After a change on purpose: DD_RUN_UPDATE_PUBLIC_API=1 dotnet test.</summary>
    [Fact]
    public void The_public_members_are_those_of_the_checked_in_file()
    {
        var actual = string.Join('\n', Members(typeof(Tracer).Assembly)) + "\n";
        if (Environment.GetEnvironmentVariable("DD_RUN_UPDATE_PUBLIC_API") == "1")
            File.WriteAllText(s_file, actual);
        Assert.Equal(File.ReadAllText(s_file), actual);
    }

    private static IEnumerable<string> Members(Assembly assembly)
    {
        const BindingFlags declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            yield return Describe(type);
            foreach (var line in type.GetMembers(declared).Where(IsVisible).Select(Describe).Order(StringComparer.Ordinal))
                yield return "    " + line;
        }
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        ConstructorInfo constructor => constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly,
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(accessor => accessor.IsPublic || accessor.IsFamily),
        EventInfo => true,
        _ => false,
    };

    private static string Describe(MemberInfo member) => member switch
    {
        Type type => $"{(type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type is { IsAbstract: true, IsSealed: true } ? "static class" : "class")} {type}",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{method.ReturnType} {method.Name}{Generics(method)}({Parameters(method)})",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        PropertyInfo property => $"{property.PropertyType} {property.Name} {{ {(property.GetMethod is { IsPublic: true } ? "get; " : "")}{(property.SetMethod is { IsPublic: true } ? "set; " : "")}}}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{field.FieldType} {field.Name}{(field.IsLiteral ? " = " + field.GetRawConstantValue() : "")}",
        _ => member.ToString()!,
    };

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method)
    {
        var text = new StringBuilder();
        foreach (var parameter in method.GetParameters())
        {
            text.Append(text.Length > 0 ? ", " : "").Append(parameter.ParameterType).Append(' ').Append(parameter.Name);
            if (parameter.HasDefaultValue)
                text.Append(" = ").Append(parameter.DefaultValue ?? "null");
        }
        return text.ToString();
    }
}
