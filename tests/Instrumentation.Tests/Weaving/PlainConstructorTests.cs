using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Weaving;
using Mono.Cecil;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;

namespace DdRun.Instrumentation.Tests.Weaving;

public class PlainConstructorTests
{
    [Theory]
    [InlineData(typeof(Mono.Cecil.Cil.Instruction))]
    [InlineData(typeof(Uri))]
    [InlineData(typeof(System.Net.Http.HttpClient))]
    [InlineData(typeof(Assert))]
    [InlineData(typeof(PlainConstructorTests))]
    public void What_it_finds_is_what_a_closer_look_finds(Type type)
    {
        using var source = ModuleSource.Of(type.Assembly.Location)!;
        using var module = ModuleDefinition.ReadModule(type.Assembly.Location);
        var (plain, all) = (0, 0);
        foreach (var handle in source.Metadata.MethodDefinitions)
        {
            var definition = source.Metadata.GetMethodDefinition(handle);
            if (!source.Metadata.StringComparer.Equals(definition.Name, ".ctor") || RawBody.Read(source.Body(definition.RelativeVirtualAddress)) is not { } body)
                continue;
            all++;
            var token = MetadataTokens.GetToken(handle);
            if (!PlainConstructor.TryFind(source.Metadata, (uint)token, body, out var start))
                continue;
            plain++;
            Assert.Null(ConstructorStart.Find((Mono.Cecil.MethodDefinition)module.LookupToken(token), body, out var expected));
            Assert.Equal(expected, start);
        }
        Assert.True(plain > all / 2, $"{plain} of {all}");
    }
}
