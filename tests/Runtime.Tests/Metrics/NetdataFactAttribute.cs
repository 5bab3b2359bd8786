using DdRun.Testing.Services;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>A test that needs Debian's netdata.</summary>
internal sealed class NetdataFactAttribute : FactAttribute
{
    public NetdataFactAttribute() => Skip = NetdataServer.Missing;
}
