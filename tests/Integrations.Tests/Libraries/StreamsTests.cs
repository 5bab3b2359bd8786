using System.Text.RegularExpressions;

namespace DdRun.Integrations.Tests.Libraries;

public sealed partial class StreamsTests
{
    [Fact]
    public async Task What_a_stream_makes_of_a_record_is_in_the_trace_that_sent_it() =>
        await new LibraryApp("Streams") { Output = "one ham\n", Scrub = text => Partition().Replace(text, "ANY") }.IsTraced("Streams", ["Streamiz", "Kafka"]);

    // Where what was made lies.
    [GeneratedRegex(@"(?<=kafka\.partition=)\[\d+\]")]
    private static partial Regex Partition();
}
