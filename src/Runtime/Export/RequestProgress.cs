namespace DdRun.Export;

/// <summary>How far a request to the agent came.</summary>
internal enum RequestProgress
{
    /// <summary>The agent has nothing of the body yet.</summary>
    Unsent,

    /// <summary>The body is being written: what fails on our side may do so after the last byte has gone.</summary>
    Sending,

    /// <summary>The body is on its way, and the agent may have taken it.</summary>
    Sent,

    /// <summary>The agent's status is known, and nothing that happens afterwards changes it.</summary>
    Answered,
}
