using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Runtime.Tests.Export.Datadog.Obfuscation;

/// <summary>Commands without their arguments.</summary>
public class RedisObfuscatorTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var node in ObfuscationData.Load("redis"))
                cases.Add((string)node["commands"]!, (string)node["becomes"]!);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Commands_lose_their_arguments(string commands, string becomes) => Assert.Equal(becomes, RedisObfuscator.Obfuscate(commands));

    [Fact]
    public void A_bare_command_stays_the_same_object()
    {
        const string command = "HGETALL";
        Assert.Same(command, RedisObfuscator.Obfuscate(command));
    }
}
