namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>A call of one message, one answer.</summary>
internal sealed class CoreUnaryObserver() : CoreClientObserver("unary");
