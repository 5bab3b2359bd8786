using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class WindowsCommandTests
{
    private const string Suffixes = ".COM;.EXE; .CMD";

    [Theory]
    [InlineData("hello", "hello.com", "hello.exe", "hello.cmd")]
    [InlineData("my.app", "my.app.com", "my.app.exe", "my.app.cmd")]
    [InlineData("hello.exe", "hello.exe", "hello.exe.com", "hello.exe.exe", "hello.exe.cmd")]
    [InlineData(".\\HELLO.Cmd", ".\\HELLO.Cmd", ".\\HELLO.Cmd.com", ".\\HELLO.Cmd.exe", ".\\HELLO.Cmd.cmd")]
    public void A_programs_suffix_may_be_left_out(string command, params string[] names) => Assert.Equal(names, WindowsCommand.Names(command, Suffixes));

    [Fact]
    public void Without_a_list_the_usual_suffixes_count() => Assert.Equal(["a.com", "a.exe", "a.bat", "a.cmd"], WindowsCommand.Names("a", null));

    [Theory]
    [InlineData("hello.exe", "", @"C:\tools", @"D:\with space")]
    [InlineData(@".\hello.exe", "")]
    [InlineData("bin/hello", "")]
    [InlineData(@"C:\hello", "")]
    [InlineData("C:hello", "")]
    public void The_current_folder_comes_first_and_a_folder_that_was_typed_is_the_only_one(string command, params string[] folders) =>
        Assert.Equal(folders, WindowsCommand.Folders(command, @"C:\tools;;""D:\with space"""));
}
