using DdRun.Export.Datadog.Stats;

namespace DdRun.Runtime.Tests.Vectors;

public class SketchVectors
{
    [Theory]
    [VectorData("ddsketch")]
    public void Sketches(VectorCase vector) => vector.Verify(() =>
    {
        switch (vector.Section)
        {
            case VectorDataAttribute.Absent:
                break;
            case "relative_accuracy":
                Assert.Equal(vector.Data.GetValue<double>(), DdSketch.ValueOf(1338) * Math.Sqrt(DdSketch.Gamma) - 1, 12);
                break;
            case "gamma":
                Assert.Equal(DdSketch.Gamma, vector.Data.GetValue<double>());
                break;
            case "index_offset":
                Assert.Equal(DdSketch.IndexOffset, vector.Data.GetValue<double>());
                break;
            case "max_bins":
                Assert.Equal(DdSketch.MaxBins, vector.Data.GetValue<int>());
                break;
            case "index_cases":
                var index = vector["index"]!.GetValue<int>();
                var value = vector["bin_value"]!.GetValue<double>();
                Assert.Equal(index, DdSketch.IndexOf(vector["value"]!.GetValue<double>()));
                Assert.InRange(DdSketch.ValueOf(index) / value, 1 - 1e-12, 1 + 1e-12);
                break;
            case "protobuf_cases":
                var sketch = new DdSketch();
                foreach (var number in vector["values"]!.AsArray())
                    sketch.Add(number!.GetValue<double>());
                Assert.Equal(vector.Text("hex"), Convert.ToHexStringLower(DdSketchEncoder.Encode(sketch)));
                break;
            case "protobuf_fields":
                CheckFields(vector);
                break;
            default:
                Assert.Fail($"Section {vector.Section} is not known.");
                break;
        }
    });

    // The fields that a sketch with a zero and a value has, outer message and store.
    private static void CheckFields(VectorCase vector)
    {
        var sketch = new DdSketch();
        sketch.Add(0);
        sketch.Add(1);
        var outer = ProtobufFields.Of(DdSketchEncoder.Encode(sketch));
        Assert.Equal(vector["DDSketch"]!.AsObject().Select(f => f.Key), outer.Keys.Select(k => k.ToString()));
        Assert.Equal(["1", "2"], ProtobufFields.Of(outer[1]).Keys.Select(k => k.ToString()));
        var store = ProtobufFields.Of(outer[2]);
        Assert.All(store.Keys, field => Assert.True(vector["Store"]!.AsObject().ContainsKey(field.ToString())));
        Assert.Equal([2, 3], store.Keys);
    }
}
