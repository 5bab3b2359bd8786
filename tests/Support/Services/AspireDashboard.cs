using System.Globalization;

namespace DdRun.Testing.Services;

/// <summary>The Aspire dashboard of its NuGet package: a receiver of OTLP that is not ours, and says over an API what it got.</summary>
public sealed class AspireDashboard : IDisposable
{
    private readonly ServiceProcess _process = new();

    private AspireDashboard(int page, int otlp)
    {
        Page = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{page}"));
        Otlp = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{otlp}"));
    }

    /// <summary>Where people look, and the API is.</summary>
    public Uri Page { get; }

    /// <summary>Where OTLP over HTTP goes.</summary>
    public Uri Otlp { get; }

    public static async Task<AspireDashboard> Start(string tools)
    {
        var (page, otlp, grpc) = (ServiceProcess.FreePort(), ServiceProcess.FreePort(), ServiceProcess.FreePort());
        var dashboard = new AspireDashboard(page, otlp);
        // The package's program has no run bit, and its folder is shared.
        var folder = Path.Combine(dashboard._process.Folder, "tools");
        dashboard._process.Run("cp", "-r", tools, folder);
        var program = Path.Combine(folder, "Aspire.Dashboard");
        dashboard._process.Run("chmod", "+x", program);
        await dashboard._process.Start("OTLP/HTTP", program, ["--contentRoot", folder],
            ("ASPNETCORE_URLS", dashboard.Page.ToString()),
            ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", dashboard.Otlp.ToString()),
            ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{grpc}")),
            ("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"),
            ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true")).ConfigureAwait(false);
        return dashboard;
    }

    public void Dispose() => _process.Dispose();
}
