namespace DdRun.Configuration.Declarations;

/// <summary>What docs/configuration.md says about a setting. An attribute, because its text then costs nothing at start-up.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class DocumentedAttribute(string meaning) : Attribute
{
    public string Meaning => meaning;

    /// <summary>The OpenTelemetry variable that is used when the Datadog one is unset.</summary>
    public string? Otel { get; init; }

    /// <summary>Said instead of the default in code, where that one is computed.</summary>
    public string? Default { get; init; }
}
