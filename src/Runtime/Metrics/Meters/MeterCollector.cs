using System.Diagnostics.Metrics;
using DdRun.Diagnostics;

namespace DdRun.Metrics.Meters;

/// <summary>Listens to the meters that are wanted and adds their measurements up.</summary>
internal sealed class MeterCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<MeterInstrument> _instruments = [];
    private readonly Predicate<string> _isWanted;
    private readonly IMeterObserver? _observer;

    /// <param name="isWanted">Says of a meter's name whether it is listened to.</param>
    /// <param name="observer">Gets single values of histograms in their place, where sums by bounds are not what is reported.</param>
    public MeterCollector(Predicate<string> isWanted, IMeterObserver? observer = null)
    {
        _isWanted = isWanted;
        _observer = observer;
        _listener.InstrumentPublished = OnInstrument;
        _listener.SetMeasurementEventCallback<long>(OnInteger);
        _listener.SetMeasurementEventCallback<int>(static (instrument, value, tags, state) => OnInteger(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<short>(static (instrument, value, tags, state) => OnInteger(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<byte>(static (instrument, value, tags, state) => OnInteger(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<double>(OnNumber);
        _listener.SetMeasurementEventCallback<float>(static (instrument, value, tags, state) => OnNumber(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>(static (instrument, value, tags, state) => OnNumber(instrument, (double)value, tags, state));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments. What they throw is theirs, and is told once in a while.</summary>
    public void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (Exception e)
        {
            Log.Warn($"An observable instrument of the application failed: {e.GetBaseException().Message}");
        }
    }

    public MeterInstrument[] Instruments()
    {
        lock (_instruments)
            return [.. _instruments];
    }

    public void Dispose() => _listener.Dispose();

    private void OnInstrument(Instrument published, MeterListener listener)
    {
        try
        {
            if (!_isWanted(published.Meter.Name))
                return;
            var instrument = new MeterInstrument(published);
            if (instrument.Kind == InstrumentKind.Unknown)
                return;
            lock (_instruments)
                _instruments.Add(instrument);
            listener.EnableMeasurementEvents(published, instrument.Kind == InstrumentKind.Histogram && _observer is not null ? new Observed(instrument, _observer) : instrument);
        }
        catch (Exception e)
        {
            Log.Error("An instrument could not be listened to.", e);
        }
    }

    private static void OnInteger(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (state is MeterInstrument known)
            known.Table.Find(tags).Record(value);
        else if (state is Observed observed)
            observed.Observer.Record(observed.Instrument, observed.Instrument.Table.Find(tags), value);
    }

    private static void OnNumber(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (state is MeterInstrument known)
            known.Table.Find(tags).Record(value);
        else if (state is Observed observed)
            observed.Observer.Record(observed.Instrument, observed.Instrument.Table.Find(tags), value);
    }

    private sealed record Observed(MeterInstrument Instrument, IMeterObserver Observer);
}
