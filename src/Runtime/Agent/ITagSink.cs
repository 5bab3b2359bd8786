namespace DdRun.Agent;

/// <summary>Where an encoder wants a span's tags.</summary>
internal interface ITagSink
{
    void Text(string key, string value);

    void Number(string key, double value);

    /// <summary>Writes what was written between <see cref="Position"/> and <see cref="Keep"/> for the same dependencies; answers false when there is nothing.</summary>
    bool TryRepeat(ulong first, string? text, double second);

    /// <summary>How far it has written, and how many tags.</summary>
    (int Bytes, int Tags) Position { get; }

    /// <summary>Keeps what was written since a position for <see cref="TryRepeat"/>.</summary>
    void Keep((int Bytes, int Tags) since, ulong first, string? text, double second);
}
