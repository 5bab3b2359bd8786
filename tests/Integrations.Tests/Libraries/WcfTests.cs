using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

public sealed class WcfTests
{
    [Theory]
    [InlineData("Soap")]
    [InlineData("SoapOld")]
    public async Task Calls_of_a_WCF_client_are_spans_with_their_requests_beneath_and_faults_are_errors(string app)
    {
        await using var server = await HttpStub.Start(Answer);
        await new LibraryApp(app, server.Url.ToString()) { Output = "one ham\none rye\nwe sell no glue\n" }
            .IsTraced("Wcf", ["Wcf"], "http.request", "http.request", "http.request", "http.request");
    }

    [Fact]
    public Task Calls_over_a_connection_that_goes_both_ways_are_spans_too() =>
        new LibraryApp("SoapTcp") { Output = "one ham\none rye\nwe sell no glue\n5 messages\n" }.IsTraced("WcfTcp", ["Wcf"]);

    private static async Task Answer(HttpContext context, string body)
    {
        const string Envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{0}</s:Body></s:Envelope>";
        var action = context.Request.Headers["SOAPAction"].ToString().Trim('"');
        var operation = action[(action.LastIndexOf('/') + 1)..];
        if (operation == "Clean")
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }
        context.Response.ContentType = "text/xml; charset=utf-8";
        string content;
        if (body.Contains("glue", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            content = "<s:Fault><faultcode>s:Client</faultcode><faultstring>we sell no glue</faultstring></s:Fault>";
        }
        else
        {
            content = $"<{operation}Response xmlns=\"http://bakery\"><{operation}Result>one {(body.Contains("ham", StringComparison.Ordinal) ? "ham" : "rye")}</{operation}Result></{operation}Response>";
        }
        await context.Response.WriteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, Envelope, content));
    }
}
