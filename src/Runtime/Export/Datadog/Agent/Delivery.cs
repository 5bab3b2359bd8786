namespace DdRun.Export.Datadog.Agent;

/// <summary>What became of a request to the agent.</summary>
internal enum Delivery
{
    Sent,
    Failed,

    /// <summary>In smaller parts the agent may take it.</summary>
    TooLarge,

    /// <summary>The agent does not know the endpoint or the format.</summary>
    Unsupported,
}
