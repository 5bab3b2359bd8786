using System.Globalization;
using DdRun.Instrumentation.Tests.Weaving;
using DdRun.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DdRun.Instrumentation.Tests.Expressions;

public class RandomExpressionTests
{
    private const string Arguments =
        "Cart cart, int n, int minus, short small, byte tiny, int zero, long big, float f, double d, bool yes, bool no, string text, string empty, string nothing, int? maybe, int? none, int[] numbers, List<string> words";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_expressions_have_the_values_that_they_have_in_csharp(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new RandomExpressions(seed);
        string[] expressions = [.. Enumerable.Range(0, 250).Select(i => i % 3 == 0 ? $"({random.Number(3)})" : i % 3 == 1 ? random.Text(3) : random.Boolean(4))];
        var app = Compile(folder, expressions);
        var tags = string.Join(",", expressions.Select((expression, i) => $"\"e{i}\": {System.Text.Json.JsonSerializer.Serialize("{" + expression + "}")}"));
        var (result, spans) = await WovenProcess.Run($$"""{ "instrument": [ { "method": "App.Program.Go", "tags": { {{tags}} } } ] }""", "dotnet", app);

        Assert.Equal("", result.Errors);
        var span = Assert.Single(spans);
        var expected = result.Output.Split('\n');
        for (var i = 0; i < expressions.Length; i++)
            Assert.True(expected[i] == Value(span, "e" + i), $"seed {seed}: {expressions[i]} is {Value(span, "e" + i)}, in C# {expected[i]}");
    }

    private static string Compile(TemporaryFolder folder, string[] expressions)
    {
        // One expression a method: C# would compile a big one for minutes.
        var source = $$"""
            using System; using System.Collections.Generic; using System.Globalization; using System.Runtime.CompilerServices;
            namespace App;
            public class Cart { public int Id => 7; public string Owner = "Ann"; public bool IsOpen { get; } = true; public int? Limit => 10; public List<int> Lines = [1, 2]; }
            public static class Program
            {
                [MethodImpl(MethodImplOptions.NoInlining)]
                public static int Go({{Arguments}}) => n;
                {{string.Join("\n", expressions.Select((expression, i) => $"static object E{i}({Arguments}) => {expression};"))}}
                static void Print(object value) => Console.WriteLine(value switch
                {
                    null => "-", bool flag => flag ? "true" : "false", string text => text,
                    float single => ((double)single).ToString("R", CultureInfo.InvariantCulture), IFormattable number => number.ToString(null, CultureInfo.InvariantCulture), _ => value.ToString()
                });
                public static void Main()
                {
                    var cart = new Cart(); int n = 5, minus = -3, zero = 0; short small = -2; byte tiny = 200; long big = 5000000000; float f = 1.5f; double d = 2.25; bool yes = true, no = false;
                    string text = "hello", empty = "", nothing = null; int? maybe = 4, none = null; int[] numbers = [1, 2, 3]; List<string> words = ["a", "b"];
                    Go({{Names}});
                    {{string.Join("\n", expressions.Select((_, i) => $"Print(E{i}({Names}));"))}}
                }
            }
            """;
        var references = Directory.GetFiles(References(), "*.dll").Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("App", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release));
        var path = Path.Combine(folder.Path, "App.dll");
        var emitted = compilation.Emit(path);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(5)));
        folder.Write("App.runtimeconfig.json", """{ "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" }, "configProperties": { "System.Globalization.Invariant": true } } }""");
        return path;
    }

    private static string Names => string.Join(", ", Arguments.Split(", ").Select(argument => argument[(argument.LastIndexOf(' ') + 1)..]));

    // The reference assemblies of the SDK beside the runtime that runs the tests.
    private static string References()
    {
        var packs = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        return Directory.GetDirectories(packs, "10.*").Select(version => Path.Combine(version, "ref", "net10.0")).First(Directory.Exists);
    }

    private static string Value(ReceivedSpan span, string tag) =>
        span.Meta.TryGetValue(tag, out var text) ? text : span.Metrics.TryGetValue(tag, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : "-";
}
