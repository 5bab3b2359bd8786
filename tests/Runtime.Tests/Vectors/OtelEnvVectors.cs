using DdRun.Configuration;
using DdRun.Configuration.Declarations;

namespace DdRun.Runtime.Tests.Vectors;

public class OtelEnvVectors
{
    [Theory]
    [VectorData("otel_env")]
    public void OpenTelemetry_variables(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var environment = vector.Map("env");
        var setting = vector.Text("dd_setting")!;
        var source = new SettingsSource(environment.GetValueOrDefault, new Dictionary<string, string>(), new Dictionary<string, string>());

        var value = source.Raw(new Setting<string?>(setting, null));

        Assert.Equal(setting == "DD_SERVICE" ? vector.Text("dd_value") : DotNetSpelling(vector.Text("dd_value")), value);
        var variable = OtelMapping.VariableFor(setting);
        Assert.Equal(vector["warns_unsupported"]!.GetValue<bool>(), source.Problems.Any(p => p.Name == variable && p.Reason == "not supported"));
    });

    /// <summary>Python writes its booleans with a capital; here settings are spelled as users do.</summary>
    private static string? DotNetSpelling(string? value) => value switch { "True" => "true", "False" => "false", _ => value };
}
