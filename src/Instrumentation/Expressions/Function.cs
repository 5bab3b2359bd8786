namespace DdRun.Instrumentation.Expressions;

/// <summary>A function of the language.</summary>
/// <param name="Name">What expressions call it.</param>
/// <param name="Parameters">How many arguments it takes.</param>
internal sealed record Function(string Name, int Parameters)
{
    public static Function Contains { get; } = new("contains", 2);
    public static Function StartsWith { get; } = new("startsWith", 2);
    public static Function EndsWith { get; } = new("endsWith", 2);
    public static Function Matches { get; } = new("matches", 2);
    public static Function Length { get; } = new("length", 1);
    public static Function TypeName { get; } = new("typeName", 1);

    public static Function[] All { get; } = [Contains, StartsWith, EndsWith, Matches, Length, TypeName];

    public static Function? Find(string name) => Array.Find(All, function => function.Name == name);
}
