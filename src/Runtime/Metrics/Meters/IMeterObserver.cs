namespace DdRun.Metrics.Meters;

/// <summary>Takes single measurements.</summary>
internal interface IMeterObserver
{
    /// <summary>On the target's threads.</summary>
    void Record(MeterInstrument instrument, MeterPoint point, double value);
}
