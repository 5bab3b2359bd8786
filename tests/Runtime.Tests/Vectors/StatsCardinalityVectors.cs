using DdRun.Export;
using DdRun.Export.Datadog.Stats;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

public class StatsCardinalityVectors
{
    /// <summary>All spans end at the same moment, and so are counted in one bucket.</summary>
    [Theory]
    [VectorData("stats_cardinality")]
    public void Bounds_of_a_bucket(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var settings = vector.Settings();
        var tracer = new TracerCore(settings, new RecordingWriter());
        var aggregator = new StatsAggregator(settings);
        var time = DateTimeOffset.UnixEpoch.AddYears(50);
        foreach (var given in vector["spans"]!.AsArray())
        {
            var span = (LocalRoot)tracer.Start(null, given!["name"]!.ToString(), given["service"]!.ToString(), given["resource"]!.ToString(), null, time);
            span.Finish(time.AddSeconds(1));
            aggregator.Add(new TraceChunk(span, [span]));
        }
        var (_, bucket) = Assert.Single(aggregator.Take(0, everything: true));

        var expected = vector["groups"]!.AsArray().Select(g => (g!["service"]!.ToString(), g["name"]!.ToString(), g["resource"]!.ToString(), g["hits"]!.GetValue<long>()));
        Assert.Equal(expected, bucket.Groups.Select(g => (g.Key.Service, g.Key.Name, g.Key.Resource, g.Value.Hits)).OrderBy(g => $"{g.Service} {g.Name} {g.Resource}", StringComparer.Ordinal));
        Assert.Equal(vector["spans"]!.AsArray().Count, bucket.Groups.Values.Sum(g => g.Hits));
    });
}
