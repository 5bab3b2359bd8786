using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Runtime.Tests.Export.Datadog.Obfuscation;

/// <summary>Which resources are obfuscated, and at what cost.</summary>
public class ResourceObfuscatorTests
{
    private readonly ResourceObfuscator _obfuscator = new(new());

    [Theory]
    [InlineData("sql", "GET 1", "GET ?")]
    [InlineData("cassandra", "GET 1", "GET ?")]
    [InlineData("redis", "GET 1", "GET")]
    [InlineData("valkey", "GET 1", "GET")]
    [InlineData("web", "GET 1", "GET 1")]
    [InlineData("SQL", "GET 1", "GET 1")]
    [InlineData("", "GET 1", "GET 1")]
    [InlineData(null, "GET 1", "GET 1")]
    [InlineData("sql", "", "")]
    public void The_type_says_what_a_resource_is_written_in(string? type, string resource, string expected)
    {
        Assert.Equal(expected, _obfuscator.Obfuscate(type, resource));
        Assert.Equal(expected, _obfuscator.Obfuscate(type, resource));
    }

    [Fact]
    public void One_text_of_two_types_is_two_resources()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("GET ?", _obfuscator.Obfuscate("sql", "GET 1"));
            Assert.Equal("GET", _obfuscator.Obfuscate("redis", "GET 1"));
        }
    }

    [Fact]
    public void A_resource_that_comes_again_allocates_nothing()
    {
        string[] resources = [.. Enumerable.Range(0, 100).Select(i => $"SELECT c{i} FROM dish WHERE id = 5")];
        // The second time as other objects, as of a statement that was put together again.
        string[] copies = [.. resources.Select(resource => new StringBuilder(resource).ToString())];
        var names = Array.ConvertAll(resources, resource => _obfuscator.Obfuscate("sql", resource));
        _ = _obfuscator.Obfuscate("sql", copies[0]);
        var isSame = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < resources.Length; i++)
            isSame &= ReferenceEquals(names[i], _obfuscator.Obfuscate("sql", copies[i]));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isSame);
    }

    [Fact]
    public void What_no_longer_comes_is_forgotten()
    {
        var early = ObfuscateOnce("early");
        for (var i = 0; i < 2000; i++)
            ObfuscateOnce(i.ToString(CultureInfo.InvariantCulture));
        GC.Collect();
        Assert.False(early.TryGetTarget(out _));
        GC.KeepAlive(_obfuscator);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<string> ObfuscateOnce(string column)
    {
        var resource = $"SELECT {column} FROM dish WHERE id = 5";
        _obfuscator.Obfuscate("sql", resource);
        return new(resource);
    }

    [Fact]
    public void More_resources_than_are_remembered_are_still_told_apart()
    {
        var random = new Random(4);
        for (var i = 0; i < 100_000; i++)
        {
            var column = random.Next(5000);
            Assert.Equal($"SELECT c{column} FROM dish WHERE id = ?", _obfuscator.Obfuscate("sql", $"SELECT c{column} FROM dish WHERE id = {random.Next(3)}"));
        }
    }

    [Theory]
    [InlineData("web", 'x', 5000, 5000)]
    [InlineData("web", 'x', 5001, 5000)]
    [InlineData("web", 'é', 3000, 2500)]
    [InlineData("web", '名', 3000, 1666)]
    [InlineData("sql", 'x', 9000, 5000)]
    public void What_the_agent_would_cut_off_is_cut_off(string type, char character, int length, int kept) =>
        Assert.Equal(new string(character, kept), _obfuscator.Obfuscate(type, new string(character, length)));

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_in_two()
    {
        var resource = "x" + string.Concat(Enumerable.Repeat("🥪", 2000));
        Assert.Equal(resource[..(1 + 2 * 1249)], _obfuscator.Obfuscate("web", resource));
    }
}
