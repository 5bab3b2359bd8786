using System.Reflection;
using DdRun.Configuration;
using DdRun.Configuration.Declarations;
using DdRun.Testing;

namespace DdRun.Runtime.Tests.Configuration;

public class ConfigurationPageTests
{
    /// <summary>Set <c>DD_RUN_WRITE_DOCS=1</c> to write the page instead.</summary>
    [Fact]
    public void The_page_says_what_the_tables_say()
    {
        var path = Path.Combine(Repository.Root, "docs", "configuration.md");
        if (Environment.GetEnvironmentVariable("DD_RUN_WRITE_DOCS") == "1")
            File.WriteAllText(path, ConfigurationPage.Text());
        Assert.Equal(ConfigurationPage.Text(), File.ReadAllText(path));
    }

    [Fact]
    public void No_name_is_used_twice()
    {
        var names = ConfigurationPage.Settings.SelectMany(field =>
        {
            dynamic setting = field.GetValue(null)!;
            return ((string[])setting.Aliases).Append((string)setting.Name);
        }).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Settings_with_an_OpenTelemetry_counterpart_say_so()
    {
        foreach (var field in ConfigurationPage.Settings)
        {
            dynamic setting = field.GetValue(null)!;
            Assert.Equal(OtelMapping.VariableFor((string)setting.Name), field.GetCustomAttribute<DocumentedAttribute>()!.Otel);
        }
    }
}
