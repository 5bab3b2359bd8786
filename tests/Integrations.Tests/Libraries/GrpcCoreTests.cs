namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Client and server over native code, both in one process, and a connection between them.</summary>
public sealed class GrpcCoreTests
{
    [Fact]
    public async Task Calls_of_every_kind_are_spans_on_both_sides() =>
        await new LibraryApp("GrpcCore") { Output = "one ham\none rye\nwe sell no glue\n2 slices\nham\nrye\nham?\n1\n" }.IsTraced("GrpcCore", ["Grpc"]);
}
