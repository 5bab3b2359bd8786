using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Skipped, with the reason, where nats-server is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NatsFactAttribute : FactAttribute
{
    public NatsFactAttribute() => Skip = NatsServer.Missing;
}
