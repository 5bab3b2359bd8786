namespace DdRun.Exploration;

/// <summary>How a tool is run.</summary>
internal enum Way
{
    Plain,

    /// <summary>Under dd-run as it comes, without a manifest.</summary>
    Default,

    /// <summary>Under dd-run with every method of the tool's folder woven, and no spans.</summary>
    Woven,
}
