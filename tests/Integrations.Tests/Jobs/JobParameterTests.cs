using DdRun.Instrumentation.Integrations.Hangfire;

namespace DdRun.Integrations.Tests.Jobs;

public class JobParameterTests
{
    [Theory]
    [InlineData("""{"x-datadog-trace-id":"7","x-datadog-parent-id":"9","x-datadog-sampling-priority":"1"}""")]
    [InlineData("""{"$type":"System.Collections.Generic.Dictionary`2[[System.String],[System.String]]","x-datadog-trace-id":"7","x-datadog-parent-id":"9","other":null}""")]
    public void The_context_is_read_whatever_serializer_wrote_it(string text)
    {
        var context = JobParameter.Read(text);
        Assert.Equal((7ul, 9ul), ((ulong)context!.TraceId, context.SpanId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[\"x-datadog-trace-id\"]")]
    [InlineData("{\"x-datadog-trace-id\":")]
    public void Anything_else_is_no_context(string? text) => Assert.Null(JobParameter.Read(text));
}
