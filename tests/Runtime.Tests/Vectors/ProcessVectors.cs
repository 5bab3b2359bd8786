using DdRun.Identity;

namespace DdRun.Runtime.Tests.Vectors;

public class ProcessVectors
{
    [Theory]
    [VectorData("container_cgroup_line")]
    public void Container_ids(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var parsed = ContainerId.TryParse(vector.Text("line")!, out var controllers, out var path);
        Assert.Equal(vector["parsed"]!.GetValue<bool>(), parsed);
        Assert.Equal(vector.Text("container_id"), ContainerId.FromLine(vector.Text("line")!));
        if (!parsed)
            return;
        Assert.Equal(vector["controllers"]!.AsArray().Select(c => c!.GetValue<string>()), controllers);
        Assert.Equal(vector.Text("path"), path);
        ContainerId.FromPath(path, out var pod);
        Assert.Equal(vector.Text("pod_id"), pod);
    });

    [Theory]
    [VectorData("process_tag_normalize")]
    public void Process_tags(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal(vector.Text("expect"), ProcessTags.Normalize(vector.Text("input")!));
    });
}
