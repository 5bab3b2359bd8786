using DdRun.Launcher.View;

namespace DdRun.Launcher.Tests.View;

public sealed class ViewerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dd-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_compiled_one_is_taken_where_this_system_can_load_it()
    {
        var file = Put("dd-run-view", File.ReadAllBytes(DdRunProcess.Executable));
        Put("dd-run-view.dll", []);

        Assert.Equal(new Viewer(file, null), Viewer.Find(new(_folder), _ => null, out _));
    }

    [Fact]
    public void The_assembly_is_taken_where_the_compiled_one_was_made_for_another_C_library()
    {
        Put("dd-run-view", OfAnotherLibrary());
        var assembly = Put("dd-run-view.dll", []);
        var dotnet = Path.Combine(_folder, "dotnet");
        File.WriteAllBytes(dotnet, []);

        Assert.Equal(new Viewer(dotnet, assembly), Find("DOTNET_ROOT", out _));
    }

    [Fact]
    public void A_dotnet_without_the_viewers_runtime_is_named_and_another_one_taken()
    {
        var assembly = Put("dd-run-view.dll", []);
        var without = Path.Combine(_folder, "dotnet");
        File.WriteAllBytes(without, []);
        Directory.CreateDirectory(Path.Combine(_folder, "shared", "Microsoft.AspNetCore.App", "8.0.1"));
        var other = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "other", "shared", "Microsoft.AspNetCore.App", "10.0.2")).Parent!.Parent!.Parent!.FullName, "dotnet");
        File.WriteAllBytes(other, []);

        Assert.Null(Viewer.Find(new(_folder), name => name is "DOTNET_ROOT" or "PATH" ? _folder : null, [], out var reason));
        Assert.Equal($"the viewer of this installation needs the runtime of ASP.NET Core 10, which {without} does not have: install it, or set DOTNET_ROOT to one that has it", reason);
        Assert.Equal(new(other, assembly), Viewer.Find(new(_folder), name => name is "DOTNET_ROOT" or "PATH" ? _folder : null, [Path.GetDirectoryName(other)!], out _));
    }

    [Fact]
    public void The_tree_is_drawn_by_the_viewer_where_it_has_no_program_of_its_own()
    {
        var viewer = Put("dd-run-view", File.ReadAllBytes(DdRunProcess.Executable));
        var fallback = TreeProgram.Find(new(_folder), _ => null, out _)!;
        var tree = Put("dd-run-tree", []);

        Assert.Equal(viewer, fallback.File);
        Assert.Equal(["--tree"], fallback.Arguments);
        Assert.Equal(tree, TreeProgram.Find(new(_folder), _ => null, out _)!.File);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Null(Find("PATH", out var none));
        Put("dd-run-view", OfAnotherLibrary());
        Assert.Null(Find("PATH", out var loader));
        Put("dd-run-view.dll", []);
        Assert.Null(Find("PATH", out var dotnet));

        Assert.Equal($"this installation has no viewer: {_folder}/viewer is missing", none);
        Assert.Equal("the viewer of this installation needs /lib/ld-none-x86-64.so.2, which this system does not have", loader);
        Assert.Equal("the viewer of this installation needs the runtime of ASP.NET Core 10, and no dotnet is found: set DOTNET_ROOT", dotnet);
    }

    private Viewer? Find(string variable, out string reason) =>
        Viewer.Find(new(_folder), name => name == variable ? _folder : null, [], out reason);

    private string Put(string name, byte[] content)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "viewer")).FullName, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    private static byte[] OfAnotherLibrary()
    {
        var bytes = File.ReadAllBytes(Environment.ProcessPath!);
        var loader = bytes.AsSpan().IndexOf("/lib64/ld-linux-x86-64.so.2\0"u8);
        Assert.True(loader > 0);
        "/lib/ld-none-x86-64.so.2\0\0\0"u8.CopyTo(bytes.AsSpan(loader));
        return bytes;
    }
}
