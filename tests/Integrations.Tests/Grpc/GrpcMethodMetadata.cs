namespace Grpc.AspNetCore.Server
{
    /// <summary>Stands for the library's class of that name: its packages cannot be restored everywhere.</summary>
    public sealed class GrpcMethodMetadata(DdRun.Integrations.Tests.Grpc.Method method)
    {
        public DdRun.Integrations.Tests.Grpc.Method Method => method;
    }
}

namespace DdRun.Integrations.Tests.Grpc
{
    public sealed record Method(string FullName, MethodType Type);

    public enum MethodType
    {
        Unary,
        ClientStreaming,
        ServerStreaming,
        DuplexStreaming,
    }
}
