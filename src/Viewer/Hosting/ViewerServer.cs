using System.Net;
using DdRun.Viewer.Api;
using DdRun.Viewer.Cli;
using DdRun.Viewer.Exchange;
using DdRun.Viewer.Keep;
using DdRun.Viewer.Processes;
using DdRun.Viewer.Receivers;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Security;
using DdRun.Viewer.Store;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DdRun.Viewer.Hosting;

/// <summary>The page with its API, and the receivers, each on its port.</summary>
internal sealed class ViewerServer : IAsyncDisposable
{
    /// <summary>Bytes of one payload, after decompression.</summary>
    private const long MaxPayload = 64 << 20;

    private readonly WebApplication _app;
    private readonly ViewOptions _options;
    private readonly AccessGuard _guard;
    private readonly Stores _stores;
    private readonly StatsdListener[] _statsd;
    private readonly PayloadKeeper? _keeper;
    private readonly string[] _addresses;
    private readonly TaskCompletionSource _end = new();
    private readonly List<IDisposable> _registrations = [];
    private readonly IdleCollection _idle;

    private ViewerServer(WebApplication app, ViewOptions options, AccessGuard guard, Stores stores, StatsdListener[] statsd, PayloadKeeper? keeper)
    {
        (_app, _options, _guard, _stores, _statsd, _keeper) = (app, options, guard, stores, statsd, keeper);
        _idle = new(stores);
        // In the order in which they were asked for: the page, traces, OTLP.
        _addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
    }

    public string PageLink => PageAddress + (_guard.Token is { } token ? $"/?token={token}" : "/");

    private string PageAddress => Named(_addresses[0]);

    public static async Task<ViewerServer> StartAsync(ViewOptions options)
    {
        var stores = new Stores(options.Memory);
        var guard = new AccessGuard(options.Listen, options.Token ? AccessGuard.NewToken() : null);
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestDecompression();

        var app = builder.Build();
        StatsdListener[] statsd = [];
        PayloadKeeper? keeper = null;
        try
        {
            if (options.File is { } file)
                Load(stores, file);
            keeper = options.Keep is { } path ? new(path) : null;
            statsd = StartStatsd(options, stores.Metrics, keeper);
            Map(app, guard, stores, statsd, keeper, ProcessAccess.Of(options));
            await app.StartAsync();
            var server = new ViewerServer(app, options, guard, stores, statsd, keeper);
            server.ListenForEnd();
            return server;
        }
        catch
        {
            foreach (var listener in statsd)
                listener.Dispose();
            await app.DisposeAsync();
            keeper?.Dispose();
            throw;
        }
    }

    /// <summary>Takes in a file that <c>--keep</c> has written, or one of JSON.</summary>
    public static void Load(Stores stores, string file)
    {
        if (Import.IsJson(file))
        {
            try
            {
                Import.Take(stores, File.ReadAllBytes(file), keeper: null);
            }
            catch (FormatException exception)
            {
                throw new FormatException($"{file}: {exception.Message}", exception);
            }

            return;
        }

        using var kept = PayloadFile.Read(file);
        kept.Replay((kind, body, received) => PayloadReader.TryTake(stores, kind, body, received));
    }

    /// <summary>The page's address first, then where senders send to; what is not at its usual port is said in the first line.</summary>
    public void Announce(TextWriter output)
    {
        var moved = new List<string>();
        Note("traces", _options.AgentPort, new Uri(_addresses[1]).Port);
        Note("OTLP", _options.OtlpPort, new Uri(_addresses[2]).Port);
        Note("DogStatsD", _options.DogStatsdPort, _statsd[0].Port);
        output.WriteLine(PageLink + (moved.Count > 0 ? $"   ({string.Join(", ", moved)})" : ""));
        output.WriteLine($"  Datadog traces  {Named(_addresses[1])}");
        output.WriteLine($"  OTLP            {Named(_addresses[2])}");
        foreach (var listener in _statsd)
            output.WriteLine($"  DogStatsD       {listener.Url}");
        output.Flush();

        void Note(string what, int wanted, int got)
        {
            if (wanted != 0 && wanted != got)
                moved.Add($"{wanted} is taken: {what} on {got}");
        }
    }

    /// <summary>Comes back when the viewer is to end; until then writes traces to standard output, where that is asked for.</summary>
    public async Task RunAsync()
    {
        if (!_options.Json)
        {
            await _end.Task;
            return;
        }

        using var ended = new CancellationTokenSource();
        _ = _end.Task.ContinueWith(_ => ended.Cancel(), TaskScheduler.Default);
        await using var output = Console.OpenStandardOutput();
        try
        {
            await LiveEvents.FollowAsync(_stores.Spans, 0, [], async lines =>
            {
                await output.WriteAsync(lines, ended.Token);
                await output.FlushAsync(ended.Token);
            }, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // Ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _idle.Dispose();
        foreach (var registration in _registrations)
            registration.Dispose();
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _app.StopAsync(limit.Token);
        foreach (var listener in _statsd)
            listener.Dispose();
        await _app.DisposeAsync();
        // Last, when nothing more can come: the file is whole.
        _keeper?.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, ViewOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxPayload;
        kestrel.Limits.MaxConcurrentConnections = 1000;
        foreach (var port in (int[])[options.Port, options.AgentPort, options.OtlpPort])
            kestrel.Listen(options.Listen, Ports.Free(options.Listen, port));
    }

    private static StatsdListener[] StartStatsd(ViewOptions options, MetricStore metrics, PayloadKeeper? keeper)
    {
        var udp = Ports.Bind(options.DogStatsdPort, port => StatsdListener.Udp(new(options.Listen, port), metrics, keeper));
        return options.DogStatsdSocket is { } path ? [udp, StatsdListener.Unix(path, metrics, keeper)] : [udp];
    }

    private static void Map(WebApplication app, AccessGuard guard, Stores stores, StatsdListener[] statsd, PayloadKeeper? keeper, ProcessAccess processes)
    {
        var server = app.Services.GetRequiredService<IServer>();
        int? pagePort = null;
        app.Use((context, next) =>
        {
            pagePort ??= new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
            var isPage = context.Connection.LocalPort == pagePort;
            context.Items["page"] = isPage;
            if (guard.Admit(context, isPage))
                return next(context);
            return context.Response.StatusCode == StatusCodes.Status401Unauthorized
                ? context.Response.WriteAsync("This page needs the link that dd-run printed, with its token.")
                : Task.CompletedTask;
        });
        app.UseRequestDecompression();
        app.UseRouting();
        DatadogEndpoints.Map(app, stores, keeper);
        OtlpEndpoints.Map(app, stores, keeper);
        ApiEndpoints.Map(app, stores, statsd, keeper);
        ProcessEndpoints.Map(app, processes);
        Page.Map(app, Path.Combine(AppContext.BaseDirectory, "web"));
    }

    private void ListenForEnd()
    {
        if (_options.IsAttended)
        {
            // Signals reach the launcher too, which knows what they mean.
            Register(System.Runtime.InteropServices.PosixSignal.SIGINT, ends: false);
            Register(System.Runtime.InteropServices.PosixSignal.SIGTERM, ends: true);
            new Thread(EndWithInput) { IsBackground = true, Name = "launcher's end" }.Start();
            return;
        }

        Register(System.Runtime.InteropServices.PosixSignal.SIGINT, ends: true);
        Register(System.Runtime.InteropServices.PosixSignal.SIGTERM, ends: true);
    }

    private void Register(System.Runtime.InteropServices.PosixSignal signal, bool ends) =>
        _registrations.Add(System.Runtime.InteropServices.PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (ends)
                _end.TrySetResult();
        }));

    private void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> buffer = stackalloc byte[16];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Ended as well.
        }

        _end.TrySetResult();
    }

    private static string Named(string address) => address.Replace("0.0.0.0", Dns.GetHostName(), StringComparison.Ordinal);
}
