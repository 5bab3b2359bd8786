using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Tests.Caching;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PlanCacheTests : IDisposable
{
    private const int Corruptions = 10_000;

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("dd-run-").FullName, "dd-run");
    private readonly CacheKey _key = new(Guid.NewGuid(), 0x0123456789ABCDEF, "planner 1");
    private readonly byte[] _plan = [.. Enumerable.Range(0, 777).Select(i => (byte)(i * 31))];

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void A_plan_that_was_written_is_read_by_another_process()
    {
        Open().Write(_key, _plan);

        Assert.True(Open().TryRead(_key, out var read));
        Assert.Equal(_plan, read.ToArray());
    }

    [Fact]
    public void The_folder_and_its_files_are_the_users_alone()
    {
        Open().Write(_key, _plan);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Entry));
    }

    [Fact]
    public void A_plan_is_only_found_under_its_own_key()
    {
        Open().Write(_key, _plan);

        Assert.False(Open().TryRead(_key with { Module = Guid.NewGuid() }, out _));
        Assert.False(Open().TryRead(_key with { Rules = _key.Rules + 1 }, out _));
        Assert.False(Open().TryRead(_key with { Planner = "planner 2" }, out _));
    }

    [Fact]
    public void A_plan_that_was_renamed_to_another_key_is_not_trusted()
    {
        Open().Write(_key, _plan);
        var other = _key with { Rules = 1 };
        File.Move(Entry, Path.Combine(_folder, other.FileName));

        Assert.False(Open().TryRead(other, out _));
    }

    [Fact]
    public void A_folder_that_others_may_write_to_is_not_used()
    {
        Open().Write(_key, _plan);
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupWrite);

        Assert.Null(PlanCache.Open(_folder));
    }

    [Fact]
    public void A_folder_that_is_a_link_is_not_used()
    {
        var real = Directory.CreateDirectory(_folder + "-real").FullName;
        Directory.CreateSymbolicLink(_folder, real);

        Assert.Null(PlanCache.Open(_folder));
    }

    [Fact]
    public void A_file_that_others_may_write_to_is_not_trusted()
    {
        Open().Write(_key, _plan);
        File.SetUnixFileMode(Entry, File.GetUnixFileMode(Entry) | UnixFileMode.OtherWrite);

        Assert.False(Open().TryRead(_key, out _));
    }

    [Fact]
    public void Damaged_entries_are_never_trusted_and_always_replaced()
    {
        var cache = Open();
        cache.Write(_key, _plan);
        var whole = File.ReadAllBytes(Entry);
        var random = new Random(20_261_121);
        for (var i = 0; i < Corruptions; i++)
        {
            File.WriteAllBytes(Entry, Damage(whole, random));
            Assert.False(cache.TryRead(_key, out _));
            if (i % 100 != 0)
                continue;
            cache.Write(_key, _plan);
            Assert.True(cache.TryRead(_key, out var rebuilt));
            Assert.Equal(_plan, rebuilt.ToArray());
        }
    }

    [Fact]
    public void The_longest_unused_plans_make_room()
    {
        var cache = PlanCache.Open(_folder, limit: 10_000)!;
        var keys = Enumerable.Range(0, 30).Select(i => _key with { Rules = (ulong)i }).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            cache.Write(keys[i], _plan);
            File.SetLastWriteTimeUtc(Path.Combine(_folder, keys[i].FileName), DateTime.UnixEpoch.AddDays(i));
        }

        Assert.InRange(new DirectoryInfo(_folder).GetFiles().Sum(file => file.Length), 1, 10_000);
        Assert.True(cache.TryRead(keys[^1], out _));
        Assert.False(cache.TryRead(keys[0], out _));
    }

    [Fact]
    public void A_plan_of_any_size_is_kept()
    {
        var plan = new byte[100 << 20];
        plan[^1] = 1;
        Open().Write(_key, plan);

        Assert.True(Open().TryRead(_key, out var read));
        Assert.True(read.SequenceEqual(plan));
    }

    [Fact]
    public void A_plan_that_does_not_fit_leaves_the_others_and_is_told_once()
    {
        var told = new List<string>();
        var before = Diagnostics.Log.Observer;
        Diagnostics.Log.Observer = told.Add;
        try
        {
            var cache = PlanCache.Open(_folder, limit: 3 << 20)!;
            cache.Write(_key, _plan);
            for (var i = 0; i < 3; i++)
                cache.Write(_key with { Rules = 1 }, new byte[5 << 20]);

            Assert.True(cache.TryRead(_key, out _));
            Assert.False(cache.TryRead(_key with { Rules = 1 }, out _));
        }
        finally
        {
            Diagnostics.Log.Observer = before;
        }
        Assert.Contains("a plan of 5 MiB does not fit into the cache of 3 MiB", Assert.Single(told, line => line.Contains("does not fit", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_writers_and_readers_at_once_see_whole_plans_only()
    {
        var plans = Enumerable.Range(0, 4).Select(i => Enumerable.Repeat((byte)i, 50_000 + i).ToArray()).ToArray();
        var torn = 0;
        Parallel.For(0, 400, i =>
        {
            var cache = Open();
            cache.Write(_key, plans[i % plans.Length]);
            if (cache.TryRead(_key, out var read) && !plans.Any(read.ToArray().SequenceEqual))
                Interlocked.Increment(ref torn);
        });

        Assert.Equal(0, torn);
        Assert.True(Open().TryRead(_key, out _));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("OFF")]
    [InlineData("0")]
    public void It_can_be_switched_off(string setting) =>
        Assert.Null(PlanCache.Open(name => name switch { "DD_RUN_CACHE" => setting, "XDG_CACHE_HOME" => _folder, _ => null }));

    [Fact]
    public void It_lies_where_the_users_caches_are()
    {
        var home = Directory.CreateDirectory(Path.GetDirectoryName(_folder)!).FullName;

        Assert.NotNull(PlanCache.Open(name => name == "HOME" ? home : null));
        Assert.True(Directory.Exists(Path.Combine(home, ".cache", "dd-run")));
        Assert.NotNull(PlanCache.Open(name => name == "XDG_CACHE_HOME" ? home : null));
        Assert.True(Directory.Exists(Path.Combine(home, "dd-run")));
        Assert.Null(PlanCache.Open(_ => null));
    }

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void The_checksum_is_the_published_one(string text, ulong expected) =>
        Assert.Equal(expected, Hash64.Of(System.Text.Encoding.UTF8.GetBytes(text)));

    private string Entry => Path.Combine(_folder, _key.FileName);

    private PlanCache Open() => PlanCache.Open(_folder)!;

    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] damaged = [.. whole];
        switch (random.Next(4))
        {
            case 0:
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
                return damaged;
            case 1:
                return damaged[..random.Next(damaged.Length)];
            case 2:
                return [.. damaged, .. new byte[random.Next(1, 100)]];
            default:
                random.NextBytes(damaged);
                return damaged;
        }
    }
}
