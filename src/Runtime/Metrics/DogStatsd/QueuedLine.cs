namespace DdRun.Metrics.DogStatsd;

/// <summary>A finished line that waits to be sent. A class: queues of references need no code of their own.</summary>
internal sealed class QueuedLine(byte[] bytes, bool isEvent)
{
    public byte[] Bytes => bytes;

    /// <summary>Else it is a service check.</summary>
    public bool IsEvent => isEvent;
}
