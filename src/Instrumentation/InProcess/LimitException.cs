namespace DdRun.Instrumentation.InProcess;

/// <summary>Something is more than we do in somebody else's process.</summary>
internal sealed class LimitException(string message) : Exception(message);
