namespace DdRun.Probes;

internal delegate void TaskResultReader<in T>(T result, ref ProbeScope scope);
