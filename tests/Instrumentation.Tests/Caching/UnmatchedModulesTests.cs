using DdRun.Instrumentation.Caching;

namespace DdRun.Instrumentation.Tests.Caching;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class UnmatchedModulesTests : IDisposable
{
    private const ulong Rules = 0x0123456789ABCDEF;

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("dd-run-").FullName, "dd-run");
    private readonly Guid _module = Guid.NewGuid();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void A_module_that_was_added_is_known_to_the_next_process()
    {
        Open().Add(_module, Rules);
        Open().Add(Guid.NewGuid(), Rules);

        Assert.True(Open().Contains(_module, Rules));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(List));
    }

    [Fact]
    public void A_module_is_only_known_under_its_own_id_rules_and_planner()
    {
        Open().Add(_module, Rules);

        Assert.False(Open().Contains(Guid.NewGuid(), Rules));
        Assert.False(Open().Contains(_module, Rules + 1));
        Assert.False(Open("planner 2").Contains(_module, Rules));
    }

    [Fact]
    public void A_record_that_is_damaged_is_not_trusted()
    {
        Open().Add(_module, Rules);
        var bytes = File.ReadAllBytes(List);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(List, bytes);
            Assert.False(Open().Contains(_module, Rules));
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(UnmatchedModules.RecordSize - 1)]
    [InlineData(UnmatchedModules.RecordSize * UnmatchedModules.Most)]
    public void A_list_that_ends_within_a_record_or_is_too_long_is_begun_anew(int more)
    {
        Open().Add(_module, Rules);
        using (var list = new FileStream(List, FileMode.Append))
            list.Write(new byte[more]);

        Assert.False(Open().Contains(_module, Rules));
        Assert.Empty(Directory.GetFiles(_folder));
        Open().Add(_module, Rules);
        Assert.True(Open().Contains(_module, Rules));
    }

    [Fact]
    public void A_list_that_others_may_write_to_is_not_read()
    {
        Open().Add(_module, Rules);
        File.SetUnixFileMode(List, File.GetUnixFileMode(List) | UnixFileMode.OtherWrite);

        Assert.False(Open().Contains(_module, Rules));
    }

    [Fact]
    public void What_many_add_at_the_same_time_is_there_whole()
    {
        var modules = Enumerable.Range(0, 2000).Select(_ => Guid.NewGuid()).ToArray();
        Open().Add(_module, Rules);

        Parallel.ForEach(modules, module => Open().Add(module, Rules));

        var known = Open();
        Assert.All(modules, module => Assert.True(known.Contains(module, Rules)));
    }

    [Fact]
    public void A_folder_that_is_gone_costs_nothing_but_the_list()
    {
        var known = Open();
        Directory.Delete(_folder, recursive: true);

        known.Add(_module, Rules);

        Assert.False(known.Contains(_module, Rules));
    }

    private string List => Assert.Single(Directory.GetFiles(_folder, "*.unmatched"));

    private UnmatchedModules Open(string planner = "planner 1") => new(PlanCache.Open(_folder)!, planner);
}
