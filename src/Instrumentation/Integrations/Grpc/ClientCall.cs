namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>What is known of a client's call, kept with its request.</summary>
internal sealed class ClientCall
{
    private static readonly HttpRequestOptionsKey<ClientCall> s_key = new("dd-run.grpc");

    /// <summary>Null until the span has started, and once it has ended.</summary>
    public Span? Span { get; set; }

    public GrpcMethod? Method { get; set; }

    /// <summary>Whether the request reaches the framework's own handler, which sends context by itself.</summary>
    public bool SendsOverSockets { get; set; }

    public string? Detail { get; set; }

    public Exception? Exception { get; set; }

    public static ClientCall Of(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(s_key, out var call))
            return call;
        call = new();
        request.Options.Set(s_key, call);
        return call;
    }
}
