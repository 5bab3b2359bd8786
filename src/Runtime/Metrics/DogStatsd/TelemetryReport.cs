using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd.Lines;
using DdRun.Metrics.DogStatsd.Transport;

namespace DdRun.Metrics.DogStatsd;

/// <summary>Writes what a client says about itself, with tags of its own that name the way it goes.</summary>
internal sealed class TelemetryReport(StatsdTelemetry telemetry, PacketWriter writer, PacketLink link)
{
    private StatsdSink? _sink;
    private string? _transport;

    [MethodImpl(Compile.Once)]
    public void Write()
    {
        if (_sink == null || _transport != link.Transport)
        {
            _transport = link.Transport;
            _sink = new(writer, LineEnd.ForTelemetry(_transport), telemetry);
        }
        telemetry.Write(_sink);
    }
}
