using Google.Protobuf.Collections;

namespace DdRun.Viewer.Receivers.Otlp.Wire;

/// <summary>What points of both kinds of histogram have alike.</summary>
internal interface IDistributionPoint
{
    ulong TimeNs { get; set; }
    ulong Count { get; set; }
    double Sum { get; set; }
    double Min { get; set; }
    double Max { get; set; }
    RepeatedField<KeyedValue> Attributes { get; }
}

internal sealed partial class HistogramPoint : IDistributionPoint;

internal sealed partial class ExponentialPoint : IDistributionPoint;
