namespace DdRun.Testing;

/// <summary>What a process came to, from its start to its end.</summary>
public sealed record ProcessAccounts(int ExitCode, double Milliseconds, double CpuMilliseconds, double PeakMegabytes);
