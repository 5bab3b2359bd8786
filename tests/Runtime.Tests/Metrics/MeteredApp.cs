using DdRun.Testing;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>The target app of <c>tests/apps/Metered</c> as a process.</summary>
internal static class MeteredApp
{
    /// <summary>Longer than any test: only what the process reports at its end arrives.</summary>
    public const string Never = "3600";

    public static TargetProcess Start(string url, string interval, params string[] arguments) => Start(url, interval, ("DD_TRACE_DEBUG", "false"), arguments);

    public static TargetProcess Start(string url, string interval, (string Name, string Value) setting, params string[] arguments) =>
        TargetProcess.Start(new(["dotnet", Path.Combine(AppContext.BaseDirectory, "Metered.dll"), .. arguments])
        {
            LauncherArguments = null,
            Environment = new Dictionary<string, string>
            {
                [setting.Name] = setting.Value,
                ["DD_DOGSTATSD_URL"] = url,
                ["DD_RUNTIME_METRICS_INTERVAL"] = interval,
                ["DD_SERVICE"] = "metered",
                ["DD_ENV"] = "test",
                ["DD_VERSION"] = "1.2",
                ["DD_TAGS"] = "team:core,region:eu",
                // Large enough that only the app's own calls collect.
                ["DOTNET_GCgen0size"] = "0x10000000",
            },
        });
}
