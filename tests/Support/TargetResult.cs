namespace DdRun.Testing;

/// <summary>How a target ended. A death by signal n shows as exit code 128 + n.</summary>
public sealed record TargetResult(int ExitCode, string Output, string Errors);
