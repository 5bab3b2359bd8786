using System.Reflection;

namespace DdRun.Runtime.Tests.Vectors;

public class GroupVectors
{
    public static TheoryData<string> Groups => new(VectorFolder.Groups);

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_group_of_the_folder_has_a_test(string group)
    {
        var known = from type in typeof(GroupVectors).Assembly.GetTypes()
                    from method in type.GetMethods()
                    from data in method.GetCustomAttributes<VectorDataAttribute>()
                    select data.Group;
        Assert.Contains(group, known);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Ids_are_unique(string group)
    {
        var ids = VectorDataAttribute.Split(group, VectorFolder.Read(group)!).Select(c => c.Id);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void What_is_skipped_or_decided_otherwise_has_a_reason()
    {
        Assert.All(VectorDecisions.All, entry => Assert.True(entry["reason"]!.GetValue<string>().Length > 20));
        Assert.Equal(VectorDecisions.All.Count(), VectorDecisions.All.Select(e => $"{e["group"]}/{e["id"] ?? e["when"]}").Distinct().Count());
    }
}
