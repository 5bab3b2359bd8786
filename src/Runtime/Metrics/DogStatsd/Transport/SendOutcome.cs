namespace DdRun.Metrics.DogStatsd.Transport;

internal enum SendOutcome
{
    Sent,

    /// <summary>The server lives but does not keep up.</summary>
    Busy,

    /// <summary>Longer than the transport carries.</summary>
    TooLong,

    /// <summary>Nobody listens at the other end, or no longer.</summary>
    Gone,
}
