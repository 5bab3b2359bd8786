using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using DdRun.Identity;
using DdRun.Testing;
using Xunit;

namespace DdRun.Runtime.Tests.Diagnostics;

public sealed class ProcessInfoTests
{
    [Fact]
    public void The_inode_of_a_folder_is_what_the_system_says()
    {
        using var folder = new TemporaryFolder();
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", folder.Path]) { RedirectStandardOutput = true })!;
        Assert.Equal(long.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture), ProcessInfo.Inode(folder.Path));
    }

    [Fact]
    public void Namespaces_have_inodes()
    {
        // Such as cgroup:[4026531835].
        var link = new FileInfo("/proc/self/ns/cgroup").LinkTarget!;
        Assert.Equal($"cgroup:[{ProcessInfo.Inode("/proc/self/ns/cgroup")}]", link);
    }

    [Fact]
    public void What_is_not_there_has_no_inode() => Assert.Equal(0, ProcessInfo.Inode("/no/such/folder"));

    [Fact]
    public void Nothing_is_called_that_older_C_libraries_lack()
    {
        // What glibc has as functions from 2.33 on; .NET itself runs on 2.23.
        string[] late = ["stat", "lstat", "fstat", "fstatat", "mknod", "mknodat"];
        var called = typeof(ProcessInfo).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<DllImportAttribute>())
            .Where(import => import?.Value == "libc")
            .Select(import => import!.EntryPoint!)
            .ToHashSet();
        Assert.Contains("syscall", called);
        Assert.Empty(called.Intersect(late));
    }
}
