using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Skipped, with the reason, where RabbitMQ is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitMqTheoryAttribute : TheoryAttribute
{
    public RabbitMqTheoryAttribute() => Skip = RabbitMqServer.Missing;
}
