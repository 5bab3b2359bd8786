using DdRun.Instrumentation.Integrations.StackExchangeRedis;

namespace DdRun.Integrations.Tests.Databases;

public class RedisAddressTests
{
    [Theory]
    [InlineData("redis.example:6380", "redis.example", "6380")]
    [InlineData("redis.example", "redis.example", "6379")]
    [InlineData("first:1,second:2,abortConnect=false", "first", "1")]
    [InlineData("password=a:b,first:1", "first", "1")]
    [InlineData("[::1]:6380", "[::1]", "6380")]
    [InlineData("::1", "::1", "6379")]
    [InlineData("", "localhost", "6379")]
    public void The_first_server_of_the_configuration_counts(string configuration, string host, string port) =>
        Assert.Equal(new RedisAddress(host, port), RedisAddress.Parse(configuration));
}
