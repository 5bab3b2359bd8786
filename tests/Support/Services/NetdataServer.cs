using System.Text.Json;

namespace DdRun.Testing.Services;

/// <summary>Netdata with nothing but its StatsD plugin and its HTTP interface.</summary>
public sealed class NetdataServer : IDisposable
{
    private const string Server = "/usr/sbin/netdata";

    private readonly ServiceProcess _service = new();
    private readonly HttpClient _http = new() { Timeout = Recorder<string>.Bound };

    private NetdataServer() => _http.BaseAddress = new($"http://127.0.0.1:{HttpPort}");

    public static string? Missing { get; } = ServiceProcess.Find(Server) is null ? "netdata is not installed" : null;

    public string StatsdUrl => $"udp://127.0.0.1:{StatsdPort}";

    private int StatsdPort { get; } = ServiceProcess.FreePort();

    private int HttpPort { get; } = ServiceProcess.FreePort();

    public static async Task<NetdataServer> Start()
    {
        var server = new NetdataServer();
        var folder = server._service.Folder;
        foreach (var name in new[] { "cache", "lib", "log" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        var configuration = Path.Combine(folder, "netdata.conf");
        await File.WriteAllTextAsync(configuration, server.Configuration).ConfigureAwait(false);
        await server._service.Start(null, Server, ["-D", "-c", configuration]).ConfigureAwait(false);
        await server.WaitForCharts(_ => true).ConfigureAwait(false);
        return server;
    }

    /// <summary>Last values of all charts, by name, once they are as wanted.</summary>
    public async Task<IReadOnlyDictionary<string, double>> WaitForCharts(Predicate<IReadOnlyDictionary<string, double>> wanted)
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        // The server has no way to announce anything: it is asked at its own pace.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var charts = new Dictionary<string, double>();
        while (await pace.WaitForNextTickAsync(bound.Token).ConfigureAwait(false))
        {
            try
            {
                charts = Read(await _http.GetStringAsync("/api/v1/allmetrics?format=json", bound.Token).ConfigureAwait(false));
                if (wanted(charts))
                    return charts;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
        throw new TimeoutException($"netdata shows only {string.Join(", ", charts.Keys)}");
    }

    public void Dispose()
    {
        _http.Dispose();
        _service.Dispose();
    }

    private static Dictionary<string, double> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(
            chart => chart.Name,
            chart => chart.Value.GetProperty("dimensions").EnumerateObject().Select(Value).FirstOrDefault());

        static double Value(JsonProperty dimension) =>
            dimension.Value.GetProperty("value") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
    }

    private string Configuration => $"""
        [global]
            run as user = {Environment.UserName}
        [directories]
            config = {_service.Folder}
            stock config = {_service.Folder}
            cache = {_service.Folder}/cache
            lib = {_service.Folder}/lib
            log = {_service.Folder}/log
            home = {_service.Folder}
        [db]
            mode = ram
        [web]
            bind to = 127.0.0.1:{HttpPort}
        [plugins]
            timex = no
            idlejitter = no
            tc = no
            diskspace = no
            proc = no
            cgroups = no
            netdata monitoring = no
            enable running new plugins = no
        [statsd]
            bind to = udp:127.0.0.1:{StatsdPort}
        [health]
            enabled = no
        [ml]
            enabled = no
        """;
}
