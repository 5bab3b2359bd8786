using DdRun.Configuration;
using DdRun.Export.Otlp;
using DdRun.Metrics.Meters;

namespace DdRun.Metrics.Otlp;

/// <summary>Writes OTLP <c>Metric</c> messages, one at a time. On the thread that reports.</summary>
internal sealed class MetricEncoder(OtlpTemporality temporality)
{
    private const int Name = 1, Description = 2, Unit = 3, Gauge = 5, Sum = 7, Histogram = 9;
    private const int Points = 1, Temporality = 2, IsMonotonic = 3;
    private const int PointStart = 2, PointTime = 3, PointDouble = 4, PointInteger = 6, PointAttributes = 7;
    private const int HistogramCount = 4, HistogramSum = 5, HistogramBuckets = 6, HistogramBounds = 7, HistogramExemplars = 8, HistogramAttributes = 9,
        HistogramLeast = 11, HistogramMost = 12;
    private const int ExemplarTime = 2, ExemplarDouble = 3, ExemplarSpan = 4, ExemplarTrace = 5;
    private const ulong Delta = 1, Cumulative = 2;

    private readonly List<MeterPoint> _looked = [];
    private long[] _counts = [];

    /// <summary>The message, valid until the next one.</summary>
    public ByteBuffer Message { get; } = new();

    private int _earlier, _earlierPoints;

    /// <summary>Data points whose fate is open.</summary>
    public int PointCount { get; private set; }

    /// <summary>Those of the last message among them.</summary>
    public int PointsOfLast => PointCount - _earlierPoints;

    /// <summary>When cumulative sums began, in nanoseconds since 1970.</summary>
    public long Start { get; set; }

    /// <summary>When what is reported as a difference began, of series that are new.</summary>
    public long LastReport { get; set; }

    /// <summary>The time of the report.</summary>
    public long Time { get; set; }

    /// <summary>The metric of a sum or a gauge; answers whether it has points.</summary>
    public bool Write(string name, string unit, string description, InstrumentKind kind, IEnumerable<NumberPoint> points)
    {
        var writer = Begin(name, unit, description);
        var isGauge = kind is InstrumentKind.Gauge or InstrumentKind.ObservableGauge;
        var isDelta = IsDelta(kind);
        var body = writer.Begin(isGauge ? Gauge : Sum);
        var any = false;
        foreach (var point in points)
        {
            point.Look(isDelta, out var integer, out var number);
            _looked.Add(point);
            any = true;
            PointCount++;
            var begun = writer.Begin(Points);
            if (!isGauge)
                writer.FixedNumber(PointStart, (ulong)(isDelta ? BeginOf(point) : Start));
            writer.FixedNumber(PointTime, (ulong)Time);
            if (point.IsInteger)
                writer.FixedNumber(PointInteger, (ulong)integer);
            else
                writer.FixedNumber(PointDouble, number + integer);
            WriteTags(ref writer, point, PointAttributes);
            writer.End(begun);
        }
        if (!isGauge)
        {
            writer.Number(Temporality, isDelta ? Delta : Cumulative);
            if (kind is InstrumentKind.Counter or InstrumentKind.ObservableCounter)
                writer.Number(IsMonotonic, 1);
        }
        writer.End(body);
        writer.Save();
        return any;
    }

    /// <summary>The metric of a histogram; answers whether it has points.</summary>
    public bool Write(string name, string unit, string description, IEnumerable<HistogramPoint> points)
    {
        var writer = Begin(name, unit, description);
        var isDelta = IsDelta(InstrumentKind.Histogram);
        var body = writer.Begin(Histogram);
        var any = false;
        foreach (var point in points)
        {
            if (_counts.Length != point.Bounds.Length + 1)
                _counts = new long[point.Bounds.Length + 1];
            point.Look(isDelta, _counts, out var total, out var sum);
            _looked.Add(point);
            if (total == 0)
                continue;
            any = true;
            PointCount++;
            WriteHistogram(ref writer, point, isDelta, total, sum);
        }
        writer.Number(Temporality, isDelta ? Delta : Cumulative);
        writer.End(body);
        writer.Save();
        return any;
    }

    /// <summary>What was written has arrived, or is lost: then differences come with the next report.</summary>
    /// <param name="arrived">Which of both.</param>
    /// <param name="withLast">Whether the last message belongs to it.</param>
    public void Settle(bool arrived, bool withLast = true)
    {
        var count = withLast ? _looked.Count : _earlier;
        for (var i = 0; arrived && i < count; i++)
        {
            _looked[i].Delivered();
            _looked[i].Since = Time;
        }
        _looked.RemoveRange(0, count);
        PointCount = withLast ? 0 : PointsOfLast;
        _earlier = _earlierPoints = 0;
    }

    /// <summary>The last message is sent by nobody.</summary>
    public void ForgetLast()
    {
        _looked.RemoveRange(_earlier, _looked.Count - _earlier);
        PointCount = _earlierPoints;
    }

    private void WriteHistogram(ref ProtobufWriter writer, HistogramPoint point, bool isDelta, long total, double sum)
    {
        var begun = writer.Begin(Points);
        writer.FixedNumber(PointStart, (ulong)(isDelta ? BeginOf(point) : Start));
        writer.FixedNumber(PointTime, (ulong)Time);
        writer.FixedNumber(HistogramCount, (ulong)total);
        writer.FixedNumber(HistogramSum, sum);
        writer.PackedNumbers(HistogramBuckets, _counts);
        writer.PackedNumbers(HistogramBounds, point.Bounds);
        for (var i = 0; i < _counts.Length; i++)
        {
            if (point.TakeExemplar(i) is { } exemplar)
                WriteExemplar(ref writer, exemplar);
        }
        WriteTags(ref writer, point, HistogramAttributes);
        if (!isDelta)
        {
            writer.FixedNumber(HistogramLeast, point.Least);
            writer.FixedNumber(HistogramMost, point.Most);
        }
        writer.End(begun);
    }

    private static void WriteExemplar(ref ProtobufWriter writer, Exemplar exemplar)
    {
        var begun = writer.Begin(HistogramExemplars);
        writer.FixedNumber(ExemplarTime, (ulong)exemplar.Time);
        writer.FixedNumber(ExemplarDouble, exemplar.Value);
        writer.Id(ExemplarSpan, exemplar.SpanId);
        writer.Id(ExemplarTrace, exemplar.TraceIdHigh, exemplar.TraceIdLow);
        writer.End(begun);
    }

    private static void WriteTags(ref ProtobufWriter writer, MeterPoint point, int field) => writer.Raw(point.Encoded ??= EncodeTags(point.Tags, field));

    private static byte[] EncodeTags(KeyValuePair<string, object?>[] tags, int field)
    {
        var buffer = new ByteBuffer();
        var writer = new ProtobufWriter(buffer);
        foreach (var (key, value) in tags)
            if (AttributeValue.Of(value) is { } known)
                writer.Attribute(field, ProtobufWriter.EncodeKey(key), known);
        writer.Save();
        return buffer.Written.ToArray();
    }

    private ProtobufWriter Begin(string name, string unit, string description)
    {
        Message.Clear();
        (_earlier, _earlierPoints) = (_looked.Count, PointCount);
        var writer = new ProtobufWriter(Message);
        writer.Text(Name, name);
        if (description.Length > 0)
            writer.Text(Description, description);
        if (unit.Length > 0)
            writer.Text(Unit, unit);
        return writer;
    }

    private long BeginOf(MeterPoint point) => point.Since == 0 ? LastReport : point.Since;

    // Up-down counters are cumulative always: of a difference nobody could tell the level.
    private bool IsDelta(InstrumentKind kind) => temporality switch
    {
        OtlpTemporality.Delta => kind is InstrumentKind.Counter or InstrumentKind.ObservableCounter or InstrumentKind.Histogram,
        OtlpTemporality.LowMemory => kind is InstrumentKind.Counter or InstrumentKind.Histogram,
        _ => false,
    };
}
