namespace DdRun.Diagnostics;

/// <summary>
/// The target's standard error. Console.Error would cost encodings, and a FileStream over the descriptor would write at positions of its own into a
/// log file that others append to. Compiled into the loader as well; the startup hook, which may refer to the core library only, has its own.
/// </summary>
internal static class StandardError
{
    public static bool IsTerminal => !Console.IsErrorRedirected;

    public static Stream Open() => Console.OpenStandardError();
}
