using DdRun.Launcher.Tests.View;

namespace DdRun.Launcher.Tests.Info;

public class InfoReportTests
{
    [Fact]
    public void The_effective_configuration_is_shown_options_before_environment()
    {
        var run = DdRunProcess.RunWith(new() { ["DD_SERVICE"] = "from-environment", ["DD_ENV"] = "prod" }, "--service", "from-option", "--info", "no-such-command");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"Service: +from-option\n", run.Output);
        Assert.Matches(@"Env: +prod\n", run.Output);
        Assert.Contains("No version is set", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No service is set", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void An_agent_that_answers_is_reachable()
    {
        using var target = new LocalTarget();

        Assert.Matches("Agent: +reachable, version 7[.]70[.]0\n", DdRunProcess.Run("--agent-url", target.AgentUrl.ToString(), "--info").Output);
    }

    [Fact]
    public void An_agent_that_does_not_is_named() =>
        Assert.Contains("does not answer at http://127.0.0.1:1/base", DdRunProcess.Run("--agent-url", "http://127.0.0.1:1/base", "--info").Output, StringComparison.Ordinal);

    [Fact]
    public void An_agent_that_only_the_program_can_ask_is_not_said_to_be_missing()
    {
        var run = DdRunProcess.Run("--agent-url", "https://127.0.0.1:1", "--info");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not asked over https", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not answer", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_cannot_be_used_is_reported() =>
        Assert.Contains("ftp://x", DdRunProcess.Run("--agent-url", "ftp://x", "--info").Output, StringComparison.Ordinal);

    [Fact]
    public void A_receiver_that_does_not_answer_is_named_without_its_secrets()
    {
        const string secret = "s3cr3t";
        var run = DdRunProcess.RunWith(
            new() { ["OTEL_EXPORTER_OTLP_HEADERS"] = $"authorization={secret},{secret}" }, "--exporter", "otlp", "--endpoint", $"http://me:{secret}@127.0.0.1:1/base?token={secret}", "--info");

        Assert.Matches(@"Writing traces to: +http://127\.0\.0\.1:1/base/v1/traces by OTLP\n", run.Output);
        Assert.Matches(@"Sending metrics to: +http://127\.0\.0\.1:1/base/v1/metrics by OTLP\n", run.Output);
        Assert.Matches(@"Writing logs to: +http://127\.0\.0\.1:1/base/v1/logs by OTLP\n", run.Output);
        Assert.Contains("No receiver answers at http://127.0.0.1:1", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not answer at", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exporter_that_there_is_none_of_is_wrong_usage() =>
        Assert.Equal(2, DdRunProcess.Run("--exporter", "pigeon", "--info").ExitCode);
}
