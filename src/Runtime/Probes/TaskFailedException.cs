namespace DdRun.Probes;

/// <summary>Stands for an exception that could not be seen without changing what the target sees.</summary>
internal sealed class TaskFailedException() : Exception("the task failed");
