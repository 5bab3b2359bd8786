namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>A call of several messages, one answer.</summary>
internal sealed class CoreClientStreamObserver() : CoreClientObserver("client_streaming");
