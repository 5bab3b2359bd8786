using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class HomeTests
{
    [Fact]
    public void A_target_on_musl_takes_the_library_for_Linux_where_it_has_none_of_its_own()
    {
        var home = new Home(DdRunProcess.MakeHome("home-of-musl"));
        var shared = home.NativeLibrary(Home.OwnRid);

        Assert.Equal(shared, home.FindNativeLibrary(Home.OwnRid.Replace("linux-", "linux-musl-", StringComparison.Ordinal)));
        Assert.Equal(shared, home.FindNativeLibrary(Home.OwnRid));
    }

    [Theory]
    [InlineData("linux-musl-s390x")]
    [InlineData("win-x64")]
    public void No_other_platform_gets_a_library_that_is_not_its_own(string rid) =>
        Assert.Null(new Home(DdRunProcess.MakeHome("home-of-others")).FindNativeLibrary(rid));

    [Fact]
    public void The_built_home_is_precompiled_for_this_platform() =>
        Assert.Equal(Home.OwnRid, new Home(Path.Combine(DdRunProcess.Root, "artifacts", "home")).Precompiled);
}
