using DdRun.Configuration;
using DdRun.Propagation;

namespace DdRun.Runtime.Tests.Vectors;

public class ParsingVectors
{
    [Theory]
    [VectorData("asbool")]
    public void Booleans(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var settings = new Settings(name => name == "DD_TRACE_DEBUG" ? vector.Text("text") : null);
        Assert.Equal(vector["value"]!.GetValue<bool>(), settings.Debug);
    });

    [Theory]
    [VectorData("tags_parse")]
    public void Tag_lists(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal(vector.Map("tags"), TagList.Parse(vector.Text("text")).ToDictionary());
    });

    [Theory]
    [VectorData("tagset_decode")]
    public void Decoding_tag_sets(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var tags = new Dictionary<string, string>();
        var error = TagSet.Decode(vector.Text("input")!, tags);
        Assert.Equal(vector["expect"]!["error"]?.GetValue<string>(), Name(error, "decode"));
        if (error == TagSetError.None)
            Assert.Equal(VectorCase.ToMap(vector["expect"]!["ok"]), tags);
    });

    [Theory]
    [VectorData("tagset_encode")]
    public void Encoding_tag_sets(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var error = TagSet.Encode(vector.Map("input"), vector["max_size"]!.GetValue<int>(), out var text);
        Assert.Equal(vector["expect"]!["error"]?.GetValue<string>(), Name(error, "encode"));
        if (error == TagSetError.None)
            Assert.Equal(vector["expect"]!["ok"]!.GetValue<string>(), text);
    });

    [Theory]
    [VectorData("propagation_style_parse")]
    public void Propagation_styles(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var styles = vector["styles"]!.AsArray().Select(s => s!.GetValue<string>());
        var settings = vector.Settings();
        Assert.Equal(styles, settings.PropagationExtract.Select(s => s.Name()));
        Assert.Equal(styles, settings.PropagationInject.Select(s => s.Name()));
    });

    private static string? Name(TagSetError error, string malformed) => error switch
    {
        TagSetError.None => null,
        TagSetError.MaxSize => "max_size",
        _ => malformed,
    };
}
