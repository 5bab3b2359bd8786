using System.Globalization;
using System.Reflection;
using System.Text;
using DdRun.Configuration;
using DdRun.Configuration.Declarations;

namespace DdRun.Runtime.Tests.Configuration;

/// <summary>docs/configuration.md, made of the tables in <c>Configuration/Declarations</c>.</summary>
internal static class ConfigurationPage
{
    private static readonly (Type Table, string Title)[] s_sections =
    [
        (typeof(ServiceVariables), "Service"),
        (typeof(SwitchVariables), "Switches"),
        (typeof(AgentVariables), "Agent and DogStatsD"),
        (typeof(ExporterVariables), "OTLP"),
        (typeof(SamplingVariables), "Sampling"),
        (typeof(PropagationVariables), "Propagation"),
        (typeof(HttpVariables), "HTTP"),
        (typeof(SpanVariables), "Spans and weaving"),
    ];

    // Read by the launcher and by the cache of plans, from the environment only.
    private const string Launcher = """

        ## dd-run itself

        | name | default | meaning |
        |---|---|---|
        | `DD_RUN_HOME` | `home` beside the launcher's folder | What is injected into targets. |
        | `DD_RUN_CACHE` | on | `off`: plans are neither kept nor taken from the cache. It is the folder `dd-run` in `XDG_CACHE_HOME` or `~/.cache`, on Windows in `%LOCALAPPDATA%`, and never above 512 MiB; what was not used for longest goes first. |
        | `DD_RUN_PLANNING_BUDGET` | 2000 | Milliseconds that an assembly may take to be planned while the target loads it. What is left then is woven in the background, which the log tells once. |
        | `NO_COLOR` | – | Set to anything: no colors. |

        """;

    public static IEnumerable<FieldInfo> Settings =>
        s_sections.SelectMany(s => s.Table.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(f => f.FieldType.IsGenericType);

    public static string Text()
    {
        var page = new StringBuilder();
        page.Append("""
            # Configuration

            Code (`Tracer.Configure`) wins over environment variables, those over `OTEL_*` variables, those over a JSON file, those over the default.
            The file is `datadog.json` beside the application, or what `DD_TRACE_CONFIG_FILE` names: `{ "DD_ENV": "prod", "DD_TRACE_DEBUG": true }`.

            Switches are on for `true` and `1` in any case, and off for anything else. A value that cannot be used is reported once, with the reason and
            what is used instead. An empty value counts as unset, except where this page says otherwise.

            `dd-run` itself takes most of these as options, which set the variable for the target: see `dd-run --help`. Integrations are switched with
            `DD_TRACE_<NAME>_ENABLED`.

            """);
        foreach (var (table, title) in s_sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| name | default | meaning |\n|---|---|---|\n");
            foreach (var field in table.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.FieldType.IsGenericType))
                Row(page, field);
        }
        page.Append(Launcher);
        return page.ToString();
    }

    private static void Row(StringBuilder page, FieldInfo field)
    {
        dynamic setting = field.GetValue(null)!;
        var documented = field.GetCustomAttribute<DocumentedAttribute>() ?? throw new InvalidOperationException($"{field.Name} says nothing about itself.");
        string[] aliases = setting.Aliases;
        var names = string.Concat(aliases.Select(a => $"<br>`{a}`"));
        var fallback = documented.Default ?? Default((object?)setting.Default);
        var otel = documented.Otel == null ? "" : $" Without it: `{documented.Otel}`.";
        page.Append(CultureInfo.InvariantCulture, $"| `{(string)setting.Name}`{names} | {Cell(fallback)} | {Cell(documented.Meaning)}{otel} |\n");
    }

    private static string Default(object? value) => value switch
    {
        null or 0 => "–",
        bool flag => flag ? "true" : "false",
        _ => "`" + Convert.ToString(value, CultureInfo.InvariantCulture) + "`",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
