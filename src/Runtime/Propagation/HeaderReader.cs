namespace DdRun.Propagation;

/// <summary>A carrier to read from. Names are given in lower case and compared without regard to case.</summary>
internal abstract class HeaderReader
{
    /// <returns>The value, several joined by commas, or null when the header is not there.</returns>
    public abstract string? Get(string name);

    /// <summary>Headers whose names start with a prefix: the rest of the name, and the value. Empty where a carrier cannot be listed.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> WithPrefix(string prefix) => [];
}
