using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Tests.Matching;

public class CompilerMadeTests
{
    [Theory]
    [InlineData("method", "*", "Raise")]
    [InlineData("overrides", "*", "")]
    [InlineData("method", "PrintMembers", "PrintMembers")]
    [InlineData("method", "Deconstruct", "Deconstruct")]
    [InlineData("method", "op_Equality", "op_Equality")]
    [InlineData("method", "Equals(object)", "Equals")]
    [InlineData("overrides", "PrintMembers", "PrintMembers")]
    [InlineData("method", "get_*", "get_EqualityContract get_Price")]
    public void What_the_compiler_makes_of_a_record_is_meant_by_name_only(string member, string method, string found)
    {
        using var module = ModuleSource.Of(typeof(Priced).Assembly.Location)!;
        var rules = ManifestReader.Read("dd-run.json", $$"""{ "instrument": [ { "{{member}}": "{{typeof(Priced).FullName}}.{{method}}" } ] }""", []);

        var names = ModuleMatcher.Find(module, rules, new TypeHierarchy(_ => null))
            .Select(match => MethodNames.Bare(module.Metadata, module.Metadata.GetMethodDefinition(match.Method)))
            .Where(name => name.StartsWith(typeof(Priced).FullName!, StringComparison.Ordinal)).Select(name => name[(typeof(Priced).FullName!.Length + 1)..]);

        Assert.Equal(found, string.Join(' ', names.Order(StringComparer.Ordinal)));
    }
}

/// <summary>A record that is matched with.</summary>
public record Priced(int Price)
{
    public Priced Raise() => this with { Price = Price + 1 };
}
