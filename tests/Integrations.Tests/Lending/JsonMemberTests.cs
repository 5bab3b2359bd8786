using System.Text;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Integrations.Tests.Lending;

public sealed class JsonMemberTests
{
    [Theory]
    [InlineData("{}", """{"_datadog":{"a":1}}""")]
    [InlineData(""" { "b" : [1, {"_datadog": 2}] , "c":"}"} """, """{"b" : [1, {"_datadog": 2}],"c":"}","_datadog":{"a":1}}""")]
    [InlineData("""{"b":1.50,"_datadog":{"old":[]},"c":null}""", """{"b":1.50,"c":null,"_datadog":{"a":1}}""")]
    [InlineData("""{"_datadog":1,"_datadog":2}""", """{"_datadog":{"a":1}}""")]
    [InlineData("", null)]
    [InlineData("no JSON", null)]
    [InlineData("[]", null)]
    [InlineData("\"{}\"", null)]
    [InlineData("{} {}", null)]
    [InlineData("""{"b":1""", null)]
    [InlineData("""{"b":1,}""", null)]
    public void Is_put_at_the_end_of_an_object_and_of_nothing_else(string json, string? with) =>
        Assert.Equal(with, JsonMember.Put(Encoding.UTF8.GetBytes(json), "_datadog", """{"a":1}""") is { } bytes ? Encoding.UTF8.GetString(bytes) : null);

    [Fact]
    public void Is_not_put_into_what_is_no_text() => Assert.Null(JsonMember.Put([0xF3, 0x89, 0x9A, 0xC2], "_datadog", "1"));
}
