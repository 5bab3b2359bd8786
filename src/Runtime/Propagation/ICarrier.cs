namespace DdRun.Propagation;

/// <summary>Headers that somebody else may have written to before, and that are only ours. A structure, so that calls are direct.</summary>
internal interface ICarrier
{
    /// <summary>The value, several joined by commas, or null.</summary>
    string? Get(string name);

    /// <summary>Adds a header that is not there.</summary>
    void Add(string name, string value);

    void Remove(string name);
}
