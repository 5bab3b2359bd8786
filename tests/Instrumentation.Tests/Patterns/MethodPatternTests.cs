using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Tests.Patterns;

public class MethodPatternTests
{
    private static MethodPattern Parse(string text)
    {
        Assert.True(MethodPattern.TryParse(text, out var pattern, out var error, out _), error);
        return pattern;
    }

    [Theory]
    [InlineData("A.B.C", "A", "B", true)]
    [InlineData("A.B.C", "", "B", false)]
    [InlineData("A.B.C", "A.X", "B", false)]
    [InlineData("B.C", "", "B", true)]
    [InlineData("*.B.C", "A", "B", true)]
    [InlineData("*.B.C", "A.X", "B", false)]
    [InlineData("**.B.C", "A.X", "B", true)]
    [InlineData("**.B.C", "", "B", true)]
    [InlineData("A.**.B.C", "A", "B", true)]
    [InlineData("A.**.B.C", "A.X.Y", "B", true)]
    [InlineData("A.**.B.C", "X.Y", "B", false)]
    [InlineData("A.**.C", "A", "B", true)]
    [InlineData("A.**.C", "A.X", "B", true)]
    [InlineData("A.*Repository.C", "A", "OrderRepository", true)]
    [InlineData("A.*Repository.C", "A", "Order", false)]
    [InlineData("A.B<T>.C", "A", "B", true)]
    [InlineData("A.B`2.C", "A", "B", true)]
    public void Types_are_named_by_namespace_and_name(string pattern, string space, string type, bool matches) =>
        Assert.Equal(matches, Parse(pattern).Type.IsMatch(space, [type]));

    [Theory]
    [InlineData("A.B+C.D", true)]
    [InlineData("A.B+*.D", true)]
    [InlineData("A.B<T>+C.D", true)]
    [InlineData("A.**.D", true)]
    [InlineData("A.B.D", false)]
    [InlineData("A.B+X.D", false)]
    public void Nested_types_come_after_a_plus(string pattern, bool matches) => Assert.Equal(matches, Parse(pattern).Type.IsMatch("A", ["B", "C"]));

    [Theory]
    [InlineData("A.B.Get*", "GetAll", true)]
    [InlineData("A.B.Get*", "Forget", false)]
    [InlineData("A.B.*", "Go", true)]
    [InlineData("A.B.*", "get_X", false)]
    [InlineData("A.B.*", ".ctor", false)]
    [InlineData("A.B.*", "ToString", false)]
    [InlineData("A.B.*", "<Go>b__0", false)]
    [InlineData("A.B.get_*", "get_X", true)]
    [InlineData("A.B..ctor", ".ctor", true)]
    [InlineData("A.B.**", ".ctor", true)]
    [InlineData("A.B.**", "<Go>b__0", true)]
    [InlineData("A.B.Greet", "Ns.IGreeter.Greet", true)]
    [InlineData("A.B.ToString", "ToString", true)]
    public void Methods_are_named(string pattern, string method, bool matches) => Assert.Equal(matches, Parse(pattern).MatchesName(method));

    [Theory]
    [InlineData("A.B.C", true)]
    [InlineData("A.B.C(*)", true)]
    [InlineData("A.B.C(string, int?)", true)]
    [InlineData("A.B.C(String, Nullable<int>)", true)]
    [InlineData("A.B.C(System.String, *)", true)]
    [InlineData("A.B.C(string, ..)", true)]
    [InlineData("A.B.C(..)", true)]
    [InlineData("A.B.C()", false)]
    [InlineData("A.B.C(string)", false)]
    [InlineData("A.B.C(string, int)", false)]
    [InlineData("A.B.C(tring, int?)", false)]
    public void Parameters_are_named_as_in_source(string pattern, bool matches) =>
        Assert.Equal(matches, Parse(pattern).MatchesParameters([NamedType.Of("System.String"), new("System.Nullable", [NamedType.Of("System.Int32")])]));

    [Theory]
    [InlineData("A.B.C(List<string>[])")]
    [InlineData("A.B.C(System.Collections.Generic.List<System.String>[])")]
    [InlineData("A.B.C(List<*>[])")]
    [InlineData("A.B.C(List[])")]
    [InlineData("A.B.C(ref List<string>[])")]
    public void Generic_types_arrays_and_references_are_named_as_in_source(string pattern)
    {
        var list = new NamedType("System.Collections.Generic.List", [NamedType.Of("System.String")]);
        Assert.True(Parse(pattern).MatchesParameters([new("&", [new("[]", [list])])]));
    }

    [Theory]
    [InlineData("A.B.C(int[])", 1)]
    [InlineData("A.B.C(int[,])", 2)]
    [InlineData("A.B.C(int[,,])", 0)]
    [InlineData("A.B.C(int[][,])", 3)]
    [InlineData("A.B.C(int[,][])", 4)]
    public void Arrays_are_told_apart_by_their_ranks(string pattern, int type)
    {
        var number = NamedType.Of("System.Int32");
        NamedType vector = new("[]", [number]), matrix = new("[,]", [number]);
        NamedType[] types = [vector, matrix, new("[]", [matrix]), new("[,]", [vector])];
        Assert.Equal(type > 0 ? [types[type - 1]] : [], Array.FindAll(types, actual => Parse(pattern).MatchesParameters([actual])));
    }

    [Theory]
    [InlineData("M.Order.Describe)", 16)]
    [InlineData("M.Order.Describe(.., int)", 19)]
    [InlineData("M.***.X", 2)]
    [InlineData("M.Order.***", 8)]
    [InlineData("M.List<int>.A,B", 13)]
    [InlineData("M.Outer+Inner", 7)]
    public void A_mistake_is_located(string text, int column)
    {
        Assert.False(MethodPattern.TryParse(text, out _, out _, out var found));
        Assert.Equal(column, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Method")]
    [InlineData(".Method")]
    [InlineData("A.B.")]
    [InlineData("A..B.C")]
    [InlineData("A.B.C(")]
    [InlineData("A.B.C(string")]
    [InlineData("A.B.C(string,)")]
    [InlineData("A.B.C(List<string)")]
    [InlineData("A.B.C() x")]
    [InlineData("A B.C.D")]
    [InlineData("A.B.C(.., int)")]
    public void What_is_no_pattern_is_refused(string text)
    {
        Assert.False(MethodPattern.TryParse(text, out _, out var error, out var column));
        Assert.NotEqual("", error);
        Assert.InRange(column, 0, text.Length);
    }
}
