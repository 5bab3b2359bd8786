using System.Net;
using DdRun.Http;

namespace DdRun.Runtime.Tests.Http;

public class ClientIpTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("10.1.1.1", false)]
    [InlineData("172.15.0.1", true)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.9", true)]
    [InlineData("192.0.0.8", false)]
    [InlineData("203.0.113.1", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::2", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("2001::1", false)]
    [InlineData("2001:20::1", true)]
    [InlineData("2001:4:112::1", true)]
    [InlineData("2002::1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("100::1", false)]
    [InlineData("fdff::1", false)]
    [InlineData("febf::1", false)]
    public void Public_addresses_can_be_reached_from_anywhere(string address, bool isPublic) =>
        Assert.Equal(isPublic, ClientIp.IsPublic(IPAddress.Parse(address)));
}
