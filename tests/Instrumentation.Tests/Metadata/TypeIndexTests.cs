using System.Reflection.Metadata;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Tests.Metadata;

public class TypeIndexTests
{
    private static readonly string s_library = typeof(object).Assembly.Location;

    [Fact]
    public void Every_type_of_a_module_is_found_by_its_name()
    {
        using var module = ModuleSource.Of(s_library)!;
        var index = new TypeIndex(module.Metadata);
        var first = new Dictionary<string, TypeDefinitionHandle>();
        foreach (var handle in module.Metadata.TypeDefinitions)
            first.TryAdd(MetadataNames.Of(module.Metadata, handle), handle);

        Assert.True(first.Count > 1000);
        foreach (var (name, handle) in first)
            Assert.Equal((name, handle), (name, index.Find(name)));
    }

    [Theory]
    [InlineData("System.Collections.Generic.Dictionary+Enumerator", true)]
    [InlineData("System.Collections.Generic.Dictionary`2", false)]
    [InlineData("System.Collections.Generic.Dictionar", false)]
    [InlineData("System.Collections.Dictionary", false)]
    [InlineData("Dictionary", false)]
    [InlineData("", false)]
    [InlineData("名", false)]
    public void Only_whole_names_are_found(string name, bool isThere)
    {
        using var module = ModuleSource.Of(s_library)!;
        Assert.Equal(isThere, !new TypeIndex(module.Metadata).Find(name).IsNil);
    }

    [Fact]
    public void Types_that_are_elsewhere_lead_there()
    {
        using var module = ModuleSource.Of(Path.Combine(Path.GetDirectoryName(s_library)!, "System.Runtime.dll"))!;
        var index = new TypeIndex(module.Metadata);

        Assert.True(index.Find("System.Object").IsNil);
        Assert.Equal("System.Private.CoreLib", index.Forwarded("System.Object"));
        Assert.Equal("System.Private.CoreLib", index.Forwarded("System.Collections.Generic.IList"));
        Assert.Equal("System.Private.Uri", index.Forwarded("System.Uri"));
        Assert.Null(index.Forwarded("System.Objec"));
    }
}
