namespace DdRun.Export;

/// <summary>
/// The agent, or the network on the way to it, broke an exchange off: what was sent has to be sent again. Whatever else fails on the way is a failure of
/// our own, and says nothing about what the agent has taken.
/// </summary>
internal class PeerFailure(string message) : IOException(message);
