using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Skipped, with the reason, where Redis is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Missing;
}
