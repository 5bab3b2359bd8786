using DdRun.Instrumentation.Live.Answering;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Tests.Live;

public class UnmatchedTests
{
    [Theory]
    [InlineData("Mono.Cecil.Rocks.MethodBodyRocks.Optimize*", "Mono.Cecil.Rocks.MethodBodyRocks.Optimize* is in Mono.Cecil.Rocks.dll, which is not loaded yet")]
    [InlineData("Mono.Cecil.Rocks.MethodBodyRocks.Optimise", "no method that is loaded is called Mono.Cecil.Rocks.MethodBodyRocks.Optimise; did you mean Mono.Cecil.Rocks.MethodBodyRocks.Optimize")]
    [InlineData("Mono.Cecil.Rocks.MethodBodyRocks", "Mono.Cecil.Rocks.MethodBodyRocks is a type; Mono.Cecil.Rocks.MethodBodyRocks.* means its methods")]
    [InlineData("System.String.Concat(*)", "System.String.Concat(*) cannot be looked at: The method belongs to the core library")]
    [InlineData("Mono.CompilerServices.SymbolWriter.MonoSymbolFile.CompileUnitCount", "no method that is loaded is called Mono.CompilerServices.SymbolWriter.MonoSymbolFile.CompileUnitCount; did you mean Mono.CompilerServices.SymbolWriter.MonoSymbolFile.get_CompileUnitCount?")]
    [InlineData("Mono.CompilerServices.SymbolWriter.MonoSymbolFileException.*(*)", "Mono.CompilerServices.SymbolWriter.MonoSymbolFileException has only")]
    [InlineData("Nothing.At.All.Like.This", "no method that is loaded is called Nothing.At.All.Like.This")]
    public void A_method_is_looked_for_also_where_nothing_is_loaded_yet(string pattern, string expected)
    {
        Assert.True(MethodPattern.TryParse(pattern, out var parsed, out _, out _));
        Assert.StartsWith(expected, Unmatched.Of(parsed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mono.Cecil.Rocks.MethodBodyRocks", "Mono.Cecil.Rocks.MethodBodyRocks is in Mono.Cecil.Rocks.dll, which is not loaded yet")]
    [InlineData("Mono.Cecil.Rocks.MethodBodyRock", "no type that is loaded is called Mono.Cecil.Rocks.MethodBodyRock; did you mean Mono.Cecil.Rocks.MethodBodyRocks?")]
    [InlineData("Nothing", "no type that is loaded is called Nothing")]
    public void So_is_a_type(string text, string expected) => Assert.Equal(expected, Unmatched.OfTypes(text));
}
