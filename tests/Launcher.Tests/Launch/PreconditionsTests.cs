using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class PreconditionsTests
{
    [Fact]
    public void A_runtime_is_believed_about_its_processor_and_not_the_file_that_runs()
    {
        var preconditions = new Preconditions(new Home(DdRunProcess.MakeHome("home-of-another-processor")), static _ => null);

        preconditions.Check(TargetCommand.From("/bin/true", []), [], "s390x");

        Assert.Contains(preconditions.Problems, static problem => problem.StartsWith("no native library for linux-s390x: ", StringComparison.Ordinal));
    }
}
