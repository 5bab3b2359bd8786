using System.Reflection.Metadata;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;
using DdRun.Instrumentation.Tests.Weaving;
using DdRun.Instrumentation.Weaving;
using DdRun.Testing;
using Mono.Cecil;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using SignatureReader = DdRun.Instrumentation.Metadata.SignatureReader;

namespace DdRun.Instrumentation.Tests.Signatures;

/// <summary>Every place that looks at a signature, with every type that can stand in one.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModuleSource _source;
    private readonly ModuleDefinition _module;

    public SignatureTests()
    {
        Assembly = Path.Combine(_folder.Path, "Signed.dll");
        SignatureShapes.Write(Assembly);
        _source = ModuleSource.Of(Assembly)!;
        _module = ModuleDefinition.ReadModule(Assembly);
    }

    public static TheoryData<string> Shapes { get; } = new(SignatureShapes.Names);

    private string Assembly { get; }

    public void Dispose()
    {
        _module.Dispose();
        _source.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_signature_is_read_to_its_end(string shape)
    {
        var signature = new SignatureReader(Signature(shape));
        signature.Byte();
        var types = 1 + signature.Number();
        for (var i = 0; i < types; i++)
            signature.SkipType();
        Assert.Equal(Signature(shape).Length, signature.Position);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_method_ends_as_its_return_type_says_whatever_modifies_it(string shape)
    {
        var read = MethodShape.Read(_source.Metadata, Find("Pass" + shape));
        var bare = BareType.Of(Method("Pass" + shape).ReturnType);
        Assert.Equal(shape.EndsWith("Task", StringComparison.Ordinal) ? ReturnKind.TaskOfT : ReturnKind.Value, read.Return);
        Assert.Equal(bare is not (ByReferenceType or PointerType or FunctionPointerType), read.IsPlainValue);
        Assert.False(read.IsVoid);
        Assert.NotEqual(SignatureReader.RequiredModifier, read.BareType[0]);
        Assert.NotEqual(SignatureReader.OptionalModifier, read.BareType[0]);
        Assert.Equal(read.Type[^read.BareType.Length..], read.BareType);
    }

    [Fact]
    public void A_modified_void_is_void() => Assert.True(MethodShape.Read(_source.Metadata, Find("Take")).IsVoid);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_type_is_written_as_it_was_read(string shape)
    {
        var items = new PlanItems();
        var method = Method("Pass" + shape);
        var written = new TypeEncoder(_module, items).Encode(method.ReturnType);
        Assert.Empty(items.All);
        Assert.Equal(MethodShape.Read(_source.Metadata, Find(method.Name)).Type, written.Bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_method_s_name_is_a_pattern_that_means_it(string shape)
    {
        var handle = Find("Pass" + shape);
        var name = MethodNames.Full(_source.Metadata, handle);
        Assert.True(MethodPattern.TryParse(name, out var pattern, out var error, out _), $"{name}: {error}");
        Assert.True(ModuleMatcher.MatchesParameters(_source.Metadata, _source.Metadata.GetMethodDefinition(handle), pattern), name);
        Assert.DoesNotContain("mod", name, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_that_differ_in_a_modifier_or_a_function_s_type_are_different_ones()
    {
        var slots = _source.Metadata.MethodDefinitions.Select(_source.Metadata.GetMethodDefinition).Where(method => _source.Metadata.StringComparer.Equals(method.Name, "Take")).Select(method => Slot.Of(_source.Metadata, method)).ToList();
        Assert.Equal(SignatureShapes.Names.Count, slots.Count);
        foreach (var slot in slots)
            Assert.Same(slot, Assert.Single(slots, slot.IsSame));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    [InlineData("Nothing")]
    public void A_call_before_the_base_constructor_leaves_the_stack_as_its_return_type_says(string shape)
    {
        var constructor = _module.GetType("Signed.With" + shape).Methods.Single(method => method.IsConstructor);
        var body = RawBody.Read(_source.Body(_source.Metadata.GetMethodDefinition(Handle(constructor)).RelativeVirtualAddress))!;
        Assert.Null(ConstructorStart.Find(constructor, body, out var start));
        Assert.Equal(Mono.Cecil.Cil.Code.Ret, constructor.Body.Instructions.Single(instruction => instruction.Offset == start).OpCode.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disposed_span_is_known_by_its_type_whatever_modifies_it(bool isField)
    {
        var method = DisposingMethod.Make(_module, isField);
        Assert.True(UsingFilters.Applies(method));
    }

    [Fact]
    public async Task Code_that_passes_them_on_does_the_same_woven_as_unwoven_and_its_captures_see_them()
    {
        var names = SignatureShapes.Names;
        var tags = string.Join(", ", names.Where(name => !SignatureShapes.IsReference(name)).SelectMany(name => new[] { $"\"Field{name}\": \"{{holder.Field{name}}}\"", $"\"Property{name}\": \"{{holder.Property{name}}}\"" }));
        var rules = $$"""{ "instrument": [ { "method": "Signed.Shapes.Pass*", "resource": "{method}", "tags": { "value": "{value}", "return": "{return}", {{tags}} } }, { "method": "Signed.**..ctor" } ] }""";
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false), "bodies", Assembly);
        var (woven, spans) = await WovenProcess.Run(rules, "dotnet", ShapesApp.Path(false), "bodies", Assembly);

        Assert.Equal(plain.Output, woven.Output);
        Assert.Equal("", woven.Errors);
        Assert.DoesNotContain("Exception", woven.Output, StringComparison.Ordinal);
        foreach (var name in names)
            Assert.Equal(3, spans.Count(span => span.Resource == "Pass" + name));
        // The inputs, which references lead to.
        foreach (var name in names.Where(SignatureShapes.IsReference))
            Assert.Equal([0, 7, int.MinValue], spans.Where(span => span.Resource == "Pass" + name).Select(span => span.Metrics["value"]));
        string[] numbers = ["Int", "Required", "Both"];
        foreach (var name in numbers)
            Assert.All(spans.Where(span => span.Resource.StartsWith("Pass", StringComparison.Ordinal)), span => Assert.Equal((0, 0), (span.Metrics["Field" + name], span.Metrics["Property" + name])));
    }

    private byte[] Signature(string shape) => _source.Metadata.GetBlobBytes(_source.Metadata.GetMethodDefinition(Find("Pass" + shape)).Signature);

    private MethodDefinition Method(string name) => _module.GetType("Signed.Shapes").Methods.First(method => method.Name == name);

    private MethodDefinitionHandle Find(string name) => Handle(Method(name));

    private static MethodDefinitionHandle Handle(MethodDefinition method) => System.Reflection.Metadata.Ecma335.MetadataTokens.MethodDefinitionHandle((int)method.MetadataToken.RID);
}
