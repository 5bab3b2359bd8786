using DdRun.Instrumentation.Expressions;

namespace DdRun.Instrumentation.Tests.Expressions;

public class TemplateTests
{
    [Fact]
    public void A_template_is_text_with_paths()
    {
        Assert.True(Template.TryParse("order {order.Items[0].Name} of {this.Map[\"a}\"]} {{x}}", out var template, out _, out _));

        Assert.Equal(["order ", " of ", " {x}"], template.Literals);
        Assert.Equal(["order.Items[0].Name", "this.Map[\"a}\"]"], template.Holes.Select(hole => hole.ToString()));
        Assert.False(template.IsSingle);
    }

    [Fact]
    public void What_is_known_when_a_method_is_planned_is_filled_in()
    {
        Assert.True(Template.TryParse("{type}.{method}({0})", out var template, out _, out _));
        var filled = template.For("Go", "Car");

        Assert.Equal(["Car.Go(", ")"], filled.Literals);
        Assert.Equal(0, Assert.IsType<PathExpression>(Assert.Single(filled.Holes)).Index);
    }

    [Theory]
    [InlineData("{", 0)]
    [InlineData("a}", 1)]
    [InlineData("{}", 1)]
    [InlineData("{a.}", 3)]
    [InlineData("{a[}", 2)]
    [InlineData("{a[x]}", 2)]
    [InlineData("{method.X}", 7)]
    [InlineData("{a b}", 3)]
    [InlineData("{99999999999}", 1)]
    public void What_is_no_template_is_located(string text, int column)
    {
        Assert.False(Template.TryParse(text, out _, out var error, out var at));
        Assert.NotEqual("", error);
        Assert.Equal(column, at);
    }
}
