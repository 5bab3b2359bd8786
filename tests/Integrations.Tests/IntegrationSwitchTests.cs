using DdRun.Configuration;
using DdRun.Instrumentation.Integrations;

namespace DdRun.Integrations.Tests;

public class IntegrationSwitchTests
{
    [Theory]
    [InlineData("DD_TRACE_HTTPMESSAGEHANDLER_ENABLED", false)]
    [InlineData("DD_TRACE_HttpMessageHandler_ENABLED", false)]
    [InlineData("DD_TRACE_OTHER_ENABLED", true)]
    public void A_name_is_known_in_capitals_and_as_it_is(string variable, bool enabled) =>
        Assert.Equal(enabled, new Integration("HttpMessageHandler", "System.Net.Http").IsEnabled(new Settings(name => name == variable ? "false" : null)));
}
