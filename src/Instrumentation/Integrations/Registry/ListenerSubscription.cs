using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Integrations.Grpc;
using DdRun.Instrumentation.Integrations.Http;

namespace DdRun.Instrumentation.Integrations.Registry;

/// <summary>Subscribes to the libraries' diagnostic listeners when they come up.</summary>
internal sealed class ListenerSubscription : IObserver<DiagnosticListener>, IDisposable
{
    private readonly Settings _settings;
    private readonly List<IDisposable> _subscriptions = [];
    private bool _isDisposed;
    private readonly Dictionary<string, (Integration Integration, Func<Settings, IDiagnosticObserver?> Make)> _byListener = new(StringComparer.Ordinal);

    private ListenerSubscription(Settings settings)
    {
        _settings = settings;
        foreach (var integration in KnownIntegrations.Listening)
        {
            if (integration.IsEnabled(settings) && Find(integration.Name) is var (listener, make))
                _byListener.Add(listener, (integration, make));
        }
    }

    /// <returns>What ends it.</returns>
    public static IDisposable Start(Settings settings)
    {
        var subscription = new ListenerSubscription(settings);
        subscription.Add(DiagnosticListener.AllListeners.Subscribe(subscription));
        return subscription;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (!_byListener.TryGetValue(value.Name, out var found))
            return;
        try
        {
            found.Integration.CheckVersion(KnownIntegrations.LoadedVersion(found.Integration.Assembly));
            if (found.Make(_settings) is { } observer)
                Add(value.Subscribe(new SafeObserver(observer), (name, argument, _) => observer.Wants(name, argument)));
        }
        catch (Exception e)
        {
            Log.Debug($"Integration {found.Integration.Name} is off: {e.GetType().Name}: {e.Message}");
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        lock (_subscriptions)
            _isDisposed = true;
        // Nothing is added any more.
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private void Add(IDisposable subscription)
    {
        lock (_subscriptions)
        {
            if (!_isDisposed)
            {
                _subscriptions.Add(subscription);
                return;
            }
        }
        subscription.Dispose();
    }

    private static (string, Func<Settings, IDiagnosticObserver?>)? Find(string integration) => integration switch
    {
        KnownIntegrations.HttpClientName => (HttpClientObserver.Listener, MakeHttpClient),
        GrpcTags.Integration => (GrpcClientObserver.Listener, MakeGrpcClient),
        KnownIntegrations.AspNetCoreName => ("Microsoft.AspNetCore", settings => LibraryAssembly.Make("AspNetCore", "RequestObserver", settings)),
        KnownIntegrations.LoggerName => ("Microsoft.Extensions.Hosting", settings =>
            settings.LogsInjection || settings.Otlp?.Logs is not null ? LibraryAssembly.Make("ILogger", "HostObserver", settings) : null),
        _ => null,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HttpClientObserver MakeHttpClient(Settings settings) => new(settings);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GrpcClientObserver MakeGrpcClient(Settings settings) => new(settings, KnownIntegrations.TracesRequests(settings));
}
