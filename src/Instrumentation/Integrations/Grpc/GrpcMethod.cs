using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>What spans say of a method.</summary>
internal sealed class GrpcMethod
{
    private static readonly ConditionalWeakTable<object, GrpcMethod> s_known = [];

    /// <param name="path"><c>/package.Service/Method</c>.</param>
    /// <param name="kind">Null where it is not known.</param>
    public GrpcMethod(string path, string? kind)
    {
        var service = path.AsSpan().Trim('/');
        var name = service;
        var slash = service.LastIndexOf('/');
        if (slash >= 0)
        {
            name = service[(slash + 1)..];
            service = service[..slash];
        }
        var dot = service.LastIndexOf('.');
        Path = path;
        Kind = kind;
        Name = name.ToString();
        Service = service[(dot + 1)..].ToString();
        Package = dot < 0 ? "" : service[..dot].ToString();
    }

    public string Path { get; }
    public string Name { get; }
    public string Service { get; }
    public string Package { get; }
    public string? Kind { get; }

    /// <summary>Made once for each method; programs have theirs in static fields.</summary>
    /// <param name="method">The library's <c>IMethod</c>.</param>
    public static GrpcMethod Of(object method) => s_known.GetValue(method, static method => new(Read(method, "FullName") as string ?? "", KindOf(Read(method, "Type"))));

    private static object? Read(object method, string property) => method.GetType().GetProperty(property)?.GetValue(method);

    private static string? KindOf(object? type) => type?.ToString() switch
    {
        "Unary" => "unary",
        "ClientStreaming" => "client_streaming",
        "ServerStreaming" => "server_streaming",
        "DuplexStreaming" => "duplex_streaming",
        _ => null,
    };
}
