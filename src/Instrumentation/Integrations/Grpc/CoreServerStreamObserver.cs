namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>A call of one message, several answers.</summary>
internal sealed class CoreServerStreamObserver() : CoreClientObserver("server_streaming");
