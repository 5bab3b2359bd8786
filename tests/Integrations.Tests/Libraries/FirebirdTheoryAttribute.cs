using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Skipped, with the reason, where Firebird is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FirebirdTheoryAttribute : TheoryAttribute
{
    public FirebirdTheoryAttribute() => Skip = FirebirdServer.Missing;
}
