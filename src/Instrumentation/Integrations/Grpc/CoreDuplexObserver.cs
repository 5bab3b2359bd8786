namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>A call of several messages, several answers.</summary>
internal sealed class CoreDuplexObserver() : CoreClientObserver("duplex_streaming");
