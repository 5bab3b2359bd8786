using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DdRun.EndToEnd.Tests;

public class InjectedAssemblies
{
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    [InlineData("net10.0")]
    public void They_name_the_types_of_the_framework_where_they_are(string framework)
    {
        var assemblies = Directory.GetFiles(Path.Combine(Repository.Home, framework), "*.dll");
        Assert.True(assemblies.Length >= 8);
        foreach (var assembly in assemblies)
        {
            using var image = new PEReader(File.OpenRead(assembly));
            var metadata = image.GetMetadataReader();
            var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList();
            Assert.Contains("System.Private.CoreLib", references);
            // These two, to which compilers refer, hold nothing but forwards.
            Assert.DoesNotContain("System.Runtime", references);
            Assert.DoesNotContain("netstandard", references);
        }
    }
}
