using DdRun.Instrumentation.Integrations.Wcf;

namespace DdRun.Integrations.Tests.Libraries;

public sealed class WcfCallsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_call_ends_once_whichever_of_its_halves_is_seen_first(bool endsFirst)
    {
        var (result, thrown) = (new object(), new TimeoutException("no answer"));
        var span = Tracer.StartSpan("wcf.request", (Span?)null);
        if (endsFirst)
            Calls.Ended(result, thrown, isFault: false);
        Calls.Begun(result, span);
        Assert.Equal(endsFirst, span.IsFinished);
        if (!endsFirst)
            Calls.Ended(result, thrown, isFault: false);
        Assert.True(span.IsFinished);
        Assert.Equal(("no answer", true), (span.GetTag("error.message"), span.Error));
    }
}
