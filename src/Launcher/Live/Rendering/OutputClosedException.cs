namespace DdRun.Launcher.Live.Rendering;

/// <summary>Nobody reads standard output any more: the end of a command, and no mistake.</summary>
internal sealed class OutputClosedException : IOException;
