using System.Text.Json.Nodes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

public class SpanTagVectors
{
    [Theory]
    [VectorData("span_tags")]
    public void Tags_after_calls(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var span = (LocalRoot)new TestTracer(("DD_SERVICE", "svc")).Trace("name");
        var calls = vector["calls"]!.AsArray();
        foreach (var call in calls)
            DotNetCalls.Make(span, call!.AsArray());

        var meta = new SortedDictionary<string, string>();
        var metrics = new SortedDictionary<string, double>();
        for (var i = 0; span.TryGetTag(i, out var key, out var value); i++)
        {
            if (value is string text)
                meta[key] = text;
            else
                metrics[key] = span.GetMetric(key)!.Value;
        }
        Assert.Equal(Sorted(DotNetCalls.Expected(vector.Map("meta"), calls)), meta);
        Assert.Equal(Sorted(vector["metrics"]!.AsObject().Select(p => KeyValuePair.Create(p.Key, DotNetCalls.Number(p.Value!)))), metrics);
        Assert.Equal(vector.Text("service"), span.Service);
        Assert.Equal(vector["sampling_priority"]?.GetValue<int>(), span.Priority);
        Assert.Equal(vector.Text("dm"), span.DecisionMaker);
        span.Finish();
    });

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<KeyValuePair<string, T>> pairs) => new(new Dictionary<string, T>(pairs));
}
