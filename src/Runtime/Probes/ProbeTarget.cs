namespace DdRun.Probes;

internal enum ProbeTarget : byte
{
    Tag,
    Resource,
    Error,
    Observer,
}
