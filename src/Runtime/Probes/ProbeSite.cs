namespace DdRun.Probes;

/// <summary>What a woven method's spans look like.</summary>
internal sealed class ProbeSite
{
    public required string Name { get; init; }
    public string? Service { get; init; }
    public string? Resource { get; init; }
    public string? Type { get; init; }
    public KeyValuePair<string, string>[] Tags { get; set; } = [];

    /// <summary>The woven method, for the log.</summary>
    public string Method { get; init; } = "";

    /// <summary>Only inside an existing trace (<c>"when": "parent"</c>).</summary>
    public bool OnlyInsideTrace { get; init; }

    /// <summary>What the captures of the woven code fill in.</summary>
    public ProbeTemplate[] Templates { get; init; } = [];

    public IProbeObserver? Observer { get; set; }

    /// <summary>Whether its spans are of calls that go out.</summary>
    public bool IsClient
    {
        get
        {
            foreach (var (key, value) in Tags)
            {
                if (key == "span.kind")
                    return value is "client" or "producer";
            }
            return Observer is IClientObserver;
        }
    }

    /// <summary>Makes the private copies of what the method takes or returns; a site has this or an observer.</summary>
    public ILender? Lender { get; set; }

    /// <summary>How many values the woven code keeps for <see cref="Late"/>.</summary>
    public int KeptValues { get; init; }

    /// <summary>The templates that are filled in when the call has ended.</summary>
    public LateCaptures? Late { get; set; }
}
