using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Tests.Plans;

public class PlanItemsTests
{
    private const byte Class = 0x12, ValueType = 0x11, Instance = 0x15, MethodInstance = 0x0A, Int32 = 0x08, Text = 0x0E, Array = 0x1D, TypeVariable = 0x13, MethodVariable = 0x1E, FunctionPointer = 0x1B;

    private readonly PlanItems _items = new();
    private readonly PlanReference _list, _pair;

    public PlanItemsTests()
    {
        var library = _items.AssemblyReference("System.Collections", new(10, 0, 0, 0), []);
        _list = _items.TypeReference(library, "System.Collections.Generic.IReadOnlyList`1");
        _pair = _items.TypeReference(library, "System.Collections.Generic.KeyValuePair`2");
    }

    [Fact]
    public void A_member_of_a_generic_type_is_told_with_the_types_arguments()
    {
        var type = _items.TypeSpecification(new PlanBlob().Add(Instance, Class).Type(_list).Add(1, Text));
        Assert.Equal("System.Collections.Generic.IReadOnlyList<string>::get_Count", _items.Describe(_items.MemberReference(type, "get_Count", new PlanBlob().Add(0x20, 0, Int32))));
    }

    [Fact]
    public void Types_within_types_are_told_whole()
    {
        var type = new PlanBlob().Add(Instance, ValueType).Type(_pair).Add(2, Array, TypeVariable, 0, Instance, Class).Type(_list).Add(1, Class).Type(PlanReference.Token(0x02000003));
        Assert.Equal(
            "System.Collections.Generic.KeyValuePair<!0[], System.Collections.Generic.IReadOnlyList<0x02000003>>",
            _items.Describe(_items.TypeSpecification(type)));
    }

    [Fact]
    public void A_generic_method_is_told_with_its_arguments()
    {
        var method = _items.MemberReference(_list, "Copy", new PlanBlob().Add(0x10, 1, 0, Int32));
        Assert.Equal("System.Collections.Generic.IReadOnlyList`1::Copy<int, !!1>", _items.Describe(_items.MethodSpecification(method, new PlanBlob().Add(MethodInstance, 2, Int32, MethodVariable, 1))));
    }

    [Theory]
    [InlineData()]
    [InlineData(Instance)]
    [InlineData(Class)]
    [InlineData(FunctionPointer, 0)]
    [InlineData(Array, 0xFF)]
    public void What_is_not_known_is_left_out(params byte[] blob) => Assert.Equal("…", _items.Describe(_items.TypeSpecification(new PlanBlob().Add(blob))));
}
