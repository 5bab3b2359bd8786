namespace DdRun.Probes;

internal enum ProbeTarget : byte
{
    Tag,
    Resource,
    Error,
    Observer,

    /// <summary>Whether there is to be a span.</summary>
    Condition,

    /// <summary>What an error says.</summary>
    Status,
}
