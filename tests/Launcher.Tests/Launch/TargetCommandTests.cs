using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class TargetCommandTests
{
    [Theory]
    [InlineData("build")]
    [InlineData("restore --force")]
    [InlineData("msbuild /t:X")]
    [InlineData("publish -c Release")]
    [InlineData("tool install x")]
    [InlineData("--info")]
    [InlineData("--list-sdks")]
    [InlineData("")]
    public void The_SDKs_own_commands_are_not_traced(string line) => Assert.True(Dotnet(line).IsSdkTool);

    [Theory]
    [InlineData("run")]
    [InlineData("test --no-build")]
    [InlineData("watch run")]
    [InlineData("tool run x")]
    [InlineData("app.dll build")]
    [InlineData("exec app.dll")]
    [InlineData("ef migrations")]
    public void What_may_start_an_app_is(string line) => Assert.False(Dotnet(line).IsSdkTool);

    [Theory]
    [InlineData("app.dll x")]
    [InlineData("exec app.dll")]
    [InlineData("exec --runtimeconfig x.json --depsfile y.json app.dll")]
    [InlineData("--roll-forward Major app.dll")]
    public void The_app_is_recognised(string line) => Assert.Equal(Path.GetFullPath("app.dll"), Dotnet(line).App);

    [Fact]
    public void The_app_of_an_executable_lies_beside_it_whatever_dots_are_in_the_name()
    {
        var folder = Directory.CreateTempSubdirectory("dd-run-");
        var executable = Path.Combine(folder.FullName, "Sandwich.Shop");
        Assert.Null(TargetCommand.From(executable, []).App);
        File.WriteAllText(executable + ".dll", "");
        Assert.Equal(executable + ".dll", TargetCommand.From(executable, []).App);
        folder.Delete(true);
    }

    [Theory]
    [InlineData("watch", true)]
    [InlineData("watch run -- x", true)]
    [InlineData("watch --no-hot-reload run", false)]
    [InlineData("watch test", false)]
    [InlineData("run", false)]
    public void Watching_reloads_while_the_app_runs(string line, bool expected) => Assert.Equal(expected, Dotnet(line).HotReloads);

    [Theory]
    [InlineData("/usr/bin/sudo dotnet app.dll", true)]
    [InlineData("/usr/bin/sudo -u bob -E dotnet app.dll", false)]
    [InlineData("/usr/bin/sudo --preserve-env=PATH,HOME dotnet app.dll", false)]
    [InlineData("/bin/su bob -c dotnet", true)]
    [InlineData("/bin/su -m bob -c dotnet", false)]
    [InlineData("/usr/bin/doas dotnet app.dll", true)]
    [InlineData("/usr/bin/env -i dotnet app.dll", true)]
    [InlineData("/usr/bin/env A=b - dotnet app.dll", true)]
    [InlineData("/usr/bin/env A=b dotnet app.dll -i", false)]
    [InlineData("/bin/sh -c sudo", false)]
    public void Some_commands_start_others_with_an_environment_of_their_own(string line, bool expected)
    {
        var words = line.Split(' ');
        Assert.Equal(expected, TargetCommand.From(words[0], words[1..]).ClearsEnvironment);
    }

    [Fact]
    public void Another_program_named_build_is_not_the_SDK() => Assert.False(TargetCommand.From("/bin/build", ["build"]).IsSdkTool);

    private static TargetCommand Dotnet(string line) =>
        TargetCommand.From("/usr/bin/dotnet", line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
