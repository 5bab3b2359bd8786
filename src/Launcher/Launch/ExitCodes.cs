namespace DdRun.Launcher.Launch;

/// <summary>The launcher's own exit codes; any other is the target's.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int NoCommand = 1;
    /// <summary>Of <c>manifest</c> and <c>explain</c>: something is wrong, or means nothing.</summary>
    public const int Failure = 1;
    public const int Usage = 2;
    /// <summary>As with <c>env</c> and <c>timeout</c>: the launcher itself refused.</summary>
    public const int Refused = 125;
    public const int NotExecutable = 126;
    public const int NotFound = 127;
}
