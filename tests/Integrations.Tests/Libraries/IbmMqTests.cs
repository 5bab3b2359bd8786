namespace DdRun.Integrations.Tests.Libraries;

public sealed class IbmMqTests
{
    // A stand-in has the library's names.
    [Fact]
    public Task Messages_of_IBM_MQ_are_spans_and_an_empty_queue_is_none() =>
        new LibraryApp("Queues") { Output = "ham\nreason 2033\nreason 2035\n" }.IsTraced("IbmMq", ["IbmMq"]);
}
