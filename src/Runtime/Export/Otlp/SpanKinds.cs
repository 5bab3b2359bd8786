namespace DdRun.Export.Otlp;

internal static class SpanKinds
{
    public const int Internal = 1, Server = 2, Client = 3, Producer = 4, Consumer = 5;

    /// <summary>A number always: viewers show a span without a kind badly.</summary>
    public static int Of(string? kind) => kind switch
    {
        "server" => Server,
        "client" => Client,
        "producer" => Producer,
        "consumer" => Consumer,
        _ => Internal,
    };
}
