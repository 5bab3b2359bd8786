using DdRun.Instrumentation.Explain;
using DdRun.Instrumentation.Tests.Weaving;
using DdRun.Testing;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Explain;

public class StarterManifestTests
{
    private static string Statements { get; } =
        Path.Combine(Repository.Root, "tests", "Statements", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Statements.dll");

    private static Explanation Check(string app)
    {
        Assert.True(StarterManifest.TryMake(app, out var text, out _));
        using var folder = new TemporaryFolder();
        var explanation = Explanation.OfManifests(app, [folder.Write("dd-run.json", text)]);
        Assert.Empty(explanation.Problems);
        Assert.Empty(explanation.Unmatched);
        return explanation;
    }

    [Fact]
    public void It_is_a_manifest_for_its_application() =>
        Assert.Contains(Check(ShapesApp.Path(false)).Methods, method => method.Method.StartsWith("Shapes.Cases.Shop.Place(", StringComparison.Ordinal));

    [Fact]
    public void Local_functions_of_top_level_statements_are_named_as_in_the_source_and_the_statements_themselves_are_not()
    {
        var explanation = Check(Statements);
        Assert.Equal(["Program.Count", "Program.Slice", "Program.Stack", "Program.Toast"], explanation.Methods.Select(method => method.Winner.Name!.Text).Order());
        Assert.All(explanation.Methods, method => Assert.True(method.IsWoven));
    }

    [Theory]
    [InlineData("<Main>$", "; a rule for Program.<Main>$ would make one span as long as the program, around all others")]
    [InlineData("Main", "; a rule for Program.Main would make one span as long as the program, around all others")]
    public void An_entry_point_alone_gets_a_sentence(string entryPoint, string end)
    {
        using var folder = new TemporaryFolder();
        var app = Write(folder, "Program", entryPoint, MethodAttributes.Private | MethodAttributes.Static);
        Assert.False(StarterManifest.TryMake(app, out _, out var reason));
        Assert.Equal("Lonely has no method but its entry point" + end, reason);
    }

    [Fact]
    public void Code_that_nobody_may_call_gets_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Assert.False(StarterManifest.TryMake(Write(folder, "Worker", "Work", MethodAttributes.Private), out _, out var reason));
        Assert.Equal("Lonely has no public method with code in it; rules for others have to be written by hand", reason);
    }

    [Fact]
    public void A_program_is_listed_method_by_method()
    {
        using var folder = new TemporaryFolder();
        var app = Write(folder, "Program", "Main", MethodAttributes.Public | MethodAttributes.Static, "Work");
        Assert.Equal("Program.Work()", Assert.Single(Check(app).Methods).Method);
    }

    [Fact]
    public void The_application_may_be_named_by_its_executable_or_its_folder()
    {
        using var folder = new TemporaryFolder();
        var assembly = folder.Write("Sandwich.Shop.dll", "");
        Assert.Equal(assembly, AppAssembly.Of(assembly));
        Assert.Equal(assembly, AppAssembly.Of(Path.Combine(folder.Path, "Sandwich.Shop")));
        Assert.Equal(assembly, AppAssembly.Of(Path.Combine(folder.Path, "Sandwich.Shop.exe")));
        Assert.Throws<FileNotFoundException>(() => AppAssembly.Of(folder.Path));
        Assert.Throws<FileNotFoundException>(() => AppAssembly.Of(Path.Combine(folder.Path, "Nobody")));
        folder.Write("Sandwich.Shop.runtimeconfig.json", "{}");
        Assert.Equal(assembly, AppAssembly.Of(folder.Path));
    }

    private static string Write(TemporaryFolder folder, string type, string method, MethodAttributes attributes, string? another = null)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Lonely", new Version(1, 0)), "Lonely", ModuleKind.Dll);
        var module = assembly.MainModule;
        var definition = new TypeDefinition("", type, TypeAttributes.NotPublic, module.TypeSystem.Object);
        module.Types.Add(definition);
        foreach (var name in another is null ? [method] : new[] { method, another })
        {
            var body = new MethodDefinition(name, attributes, module.TypeSystem.Void);
            body.Body.GetILProcessor().Emit(OpCodes.Ret);
            definition.Methods.Add(body);
        }
        var path = Path.Combine(folder.Path, "Lonely.dll");
        assembly.Write(path);
        return path;
    }
}
