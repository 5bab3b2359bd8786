using System.Reflection;
using System.Reflection.Emit;
using DdRun.Diagnostics;

namespace DdRun.Runtime.Tests.Diagnostics;

public class AssemblyNamesTests
{
    [Theory]
    [InlineData("Plain.Name")]
    [InlineData("with, comma")]
    [InlineData("equals=sign")]
    [InlineData(" blank in front")]
    [InlineData("back\\slash")]
    [InlineData("quote\"s")]
    public void A_simple_name_is_the_one_that_was_given(string name) =>
        Assert.Equal(name, AssemblyNames.Simple(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName { Name = name }, AssemblyBuilderAccess.Run)));

    [Theory]
    [InlineData("1.2.3.4", "1.2.3")]
    [InlineData("10.0.0.0", "10.0.0")]
    public void A_version_has_three_numbers(string version, string text) =>
        Assert.Equal(text, AssemblyNames.Version(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("x") { Version = new(version) }, AssemblyBuilderAccess.Run)));
}
