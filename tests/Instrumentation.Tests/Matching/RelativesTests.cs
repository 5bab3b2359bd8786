using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Tests.Matching;

public sealed class RelativesTests : IDisposable
{
    private const string Space = "DdRun.Instrumentation.Tests.Matching.Relatives.";

    private readonly ModuleSource _module = ModuleSource.Of(typeof(RelativesTests).Assembly.Location)!;
    private readonly List<ModuleSource> _others = [];

    public void Dispose()
    {
        _module.Dispose();
        foreach (var other in _others)
            other.Dispose();
    }

    [Theory]
    [InlineData("IA.F", "Again.F Both.IA.F Composed.F Explicit.IA.F IDefault.IA.F Inherited.F OtherStatic.F Overriding.F")]
    [InlineData("IB.F", "Both.IB.F")]
    [InlineData("IC.*", "Composed.F Composed.G")]
    [InlineData("IC.F()", "Composed.F")]
    [InlineData("IDefault.F", "IDefault.IA.F")]
    [InlineData("IOwnBody.F", "IOwnBody.F OwnBody.F")]
    [InlineData("IStatic.S", "Static.S")]
    [InlineData("IGeneric.H", "Closed.H Closed.H OfNumbers.H Open.IGeneric<T>.H OpenBase.H")]
    [InlineData("IGeneric.H(int)", "Closed.H")]
    public void An_interface_means_what_implements_its_methods(string pattern, string methods) => Assert.Equal(methods, Find("implements", Space + pattern, Framework));

    [Theory]
    [InlineData("Top.M", "Last.M Narrower.M Narrowest.M Top.M")]
    [InlineData("Top.P", "BelowHides.P Hides.P Top.P")]
    [InlineData("Hides.M", "BelowHides.M Hides.M")]
    [InlineData("Narrower.M", "Narrower.M Narrowest.M")]
    [InlineData("Explicit.F", "AfterExplicit.F Explicit.F")]
    [InlineData("Virtual.F", "Overriding.F")]
    [InlineData("Hiding.F", "Again.F Hiding.F OverridesHiding.F")]
    public void A_virtual_method_means_what_overrides_it(string pattern, string methods) => Assert.Equal(methods, Find("overrides", Space + pattern, Framework));

    [Theory]
    [InlineData("implements", "System.Collections.IEnumerator.MoveNext", "Cursor.MoveNext()")]
    [InlineData("implements", "System.Collections.IEnumerator.get_Current", "Cursor.System.Collections.IEnumerator.get_Current()")]
    [InlineData("overrides", "System.ComponentModel.TypeConverter.IsValid", "Converter.IsValid(ITypeDescriptorContext, object)")]
    public void Interfaces_and_base_types_may_be_in_other_assemblies(string member, string pattern, string method)
    {
        Assert.Equal(method, Find(member, pattern, Framework));
    }

    [Theory]
    [InlineData("implements", "System.Collections.IEnumerator.MoveNext", "Cursor.MoveNext() Cursor.MoveNext(int)")]
    [InlineData("implements", "System.Collections.IEnumerator.get_Current", "Cursor.System.Collections.IEnumerator.get_Current()")]
    [InlineData("overrides", "System.ComponentModel.ExpandableObjectConverter.IsValid", "Converter.IsValid(ITypeDescriptorContext, object)")]
    public void Of_assemblies_that_are_not_found_the_names_count(string member, string pattern, string methods)
    {
        Assert.Equal(methods, Find(member, pattern, _ => null));
    }

    [Fact]
    public void The_later_rule_wins_for_an_inherited_method_as_well()
    {
        var rules = Read($$"""{ "implements": "{{Space}}IA.F" }, { "method": "{{Space}}Inherited.F" }""");
        var match = ModuleMatcher.Find(_module, rules, new TypeHierarchy(Framework)).Single(match => Bare(match) == "Inherited.F");
        Assert.Equal(rules, match.Rules);
    }

    private string Find(string member, string pattern, Func<string, MetadataReader?> find)
    {
        var rules = Read($$"""{ "{{member}}": "{{pattern}}" }""");
        var names = new List<string>();
        foreach (var match in ModuleMatcher.Find(_module, rules, new TypeHierarchy(find)))
        {
            if (MetadataNames.Of(_module.Metadata, _module.Metadata.GetMethodDefinition(match.Method).GetDeclaringType()).StartsWith(Space, StringComparison.Ordinal))
                names.Add(pattern.StartsWith(Space, StringComparison.Ordinal) ? Bare(match) : MethodNames.Full(_module.Metadata, match.Method)[Space.Length..]);
        }
        return string.Join(' ', names.Order(StringComparer.Ordinal));
    }

    private string Bare(Match match) =>
        MethodNames.Bare(_module.Metadata, _module.Metadata.GetMethodDefinition(match.Method)).Replace(Space, "", StringComparison.Ordinal);

    private static List<Rule> Read(string rules)
    {
        var problems = new List<ManifestProblem>();
        var read = ManifestReader.Read("dd-run.json", $$"""{ "instrument": [ {{rules}} ] }""", problems);
        Assert.Empty(problems);
        return read;
    }

    private MetadataReader? Framework(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll");
        if (!File.Exists(path) || ModuleSource.Of(path) is not { } found)
            return null;
        _others.Add(found);
        return found.Metadata;
    }
}
