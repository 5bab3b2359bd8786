using DdRun.Testing;

namespace DdRun.Architecture.Tests;

/// <summary>Holds the floors that docs/architecture.md draws: a room uses what stands below it, so no two know each other and there is no circle.</summary>
public class FloorTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")).Replace("\r\n", "\n", StringComparison.Ordinal);

    public static TheoryData<string, string, string[]> Parts => new()
    {
        { "src/Runtime", "DdRun", ["DdRun.Runtime"] },
        { "src/Instrumentation", "DdRun.Instrumentation", ["DdRun.Instrumentation", "DdRun.Libraries.AspNetCore", "DdRun.Libraries.ILogger", "DdRun.Libraries.MongoDb", "DdRun.Libraries.Serilog"] },
        { "src/Launcher", "DdRun.Launcher", ["dd-run"] },
        { "src/Viewer", "DdRun.Viewer", ["dd-run-view"] },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Rooms_use_only_what_stands_below_them(string folder, string root, string[] assemblies)
    {
        var (arrows, _) = ArrowReader.Read(assemblies);
        var faults = Faults.Of(FloorTable.Read(s_page, folder, root), arrows);
        Assert.True(faults.Length == 0, $"Mend them by finding the third thing that both need (docs/architecture.md):\n{string.Join('\n', faults)}");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_type_stands_in_a_room(string folder, string root, string[] assemblies)
    {
        var table = FloorTable.Read(s_page, folder, root);
        var (_, types) = ArrowReader.Read(assemblies);
        Assert.DoesNotContain(types, type => table.Of(type) is null);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void The_table_names_nothing_that_is_not_there(string folder, string root, string[] assemblies)
    {
        var table = FloorTable.Read(s_page, folder, root);
        var (_, types) = ArrowReader.Read(assemblies);
        Assert.All(table.Rooms, room =>
        {
            Assert.All(room.Namespaces, space => Assert.Contains(types, type => type.StartsWith(space + ".", StringComparison.Ordinal)));
            Assert.All(room.Types, type => Assert.Contains(type, types));
        });
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void An_arrow_that_is_added_is_named(string folder, string root, string[] assemblies)
    {
        var table = FloorTable.Read(s_page, folder, root);
        var (arrows, _) = ArrowReader.Read(assemblies);
        var downwards = arrows.First(arrow => table.Of(arrow.From)!.Floor > table.Of(arrow.To)!.Floor);
        var fault = Assert.Single(Faults.Of(table, [.. arrows, new Arrow(downwards.To, downwards.From)]).Except(Faults.Of(table, arrows)));
        Assert.Contains($"{downwards.To} names {downwards.From}", fault, StringComparison.Ordinal);
        Assert.Contains("above it", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrows_are_read_from_all_that_names_a_type()
    {
        // Base types, interfaces, fields, signatures, calls, generic arguments, catches, attributes and closures: all of them somewhere here.
        var (arrows, _) = ArrowReader.Read(["Architecture.Tests"]);
        foreach (var used in new[] { nameof(Samples.Base), nameof(Samples.IContract), nameof(Samples.Held), nameof(Samples.Taken), nameof(Samples.Called), nameof(Samples.Argument), nameof(Samples.CaughtException), nameof(Samples.MarkAttribute), nameof(Samples.Closed) })
            Assert.Contains(new Arrow("DdRun.Architecture.Tests.Samples.User", "DdRun.Architecture.Tests.Samples." + used), arrows);
    }
}
