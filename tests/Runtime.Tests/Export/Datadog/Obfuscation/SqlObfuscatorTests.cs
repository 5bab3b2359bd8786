using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Runtime.Tests.Export.Datadog.Obfuscation;

/// <summary>Statements without their values, as the agent writes them.</summary>
public class SqlObfuscatorTests
{
    private static readonly ObfuscationRules s_rules = new();

    public static TheoryData<string, string?, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string?, string, string>();
            foreach (var node in ObfuscationData.Load("sql"))
                cases.Add((string)node["about"]!, (string?)node["flag"], (string)node["sql"]!, (string)node["becomes"]!);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_statement_loses_its_values(string about, string? flag, string sql, string becomes)
    {
        Assert.NotEmpty(about);
        var rules = new ObfuscationRules { ReplaceDigits = flag is "quantize_sql_tables" or "replace_sql_digits", KeepAliases = flag == "keep_sql_alias" };
        Assert.Equal(becomes, SqlObfuscator.Obfuscate(sql, rules));
    }

    [Fact]
    public void A_statement_without_values_stays_the_same_object()
    {
        const string sql = "SELECT name FROM dish WHERE id = ?";
        Assert.Same(sql, SqlObfuscator.Obfuscate(sql, s_rules));
    }

    [Fact]
    public void Random_text_never_throws_and_never_grows_beyond_its_double()
    {
        var random = new RandomStatements(1);
        for (var i = 0; i < 100_000; i++)
        {
            var text = random.Text();
            var obfuscated = SqlObfuscator.Obfuscate(text, random.Rules());
            Assert.InRange(obfuscated.Length, 1, Math.Max(SqlObfuscator.NotParsable.Length, 2 * text.Length));
        }
    }

    [Fact]
    public void Statements_that_differ_in_values_alone_become_one()
    {
        var random = new RandomStatements(2);
        for (var i = 0; i < 20_000; i++)
        {
            var statement = random.Statement();
            var expected = SqlObfuscator.Obfuscate(statement(random), s_rules);
            Assert.Equal(expected, SqlObfuscator.Obfuscate(statement(random), s_rules));
            Assert.NotEqual(SqlObfuscator.NotParsable, expected);
            Assert.DoesNotContain(RandomStatements.Secret, expected, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_was_obfuscated_stays_as_it_is()
    {
        var random = new RandomStatements(3);
        for (var i = 0; i < 20_000; i++)
        {
            var obfuscated = SqlObfuscator.Obfuscate(random.Statement()(random), s_rules);
            Assert.Same(obfuscated, SqlObfuscator.Obfuscate(obfuscated, s_rules));
        }
    }

    // Each of them would take hours were any part of it looked at again and again.
    [Theory]
    [InlineData("$a")]
    [InlineData("$$a$")]
    [InlineData("'\\'")]
    [InlineData("/*")]
    [InlineData("((")]
    [InlineData("(1,")]
    [InlineData("*/")]
    [InlineData("%(")]
    [InlineData("{")]
    [InlineData("a AS [")]
    public void A_long_text_is_read_once(string part) =>
        Assert.NotEmpty(SqlObfuscator.Obfuscate(string.Concat(Enumerable.Repeat(part, 1_000_000)), s_rules));
}
