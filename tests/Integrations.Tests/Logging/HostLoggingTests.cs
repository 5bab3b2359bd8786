using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace DdRun.Integrations.Tests.Logging;

public sealed class HostLoggingTests : TracedProcess
{
    [Fact]
    public void Log_records_of_a_host_carry_the_active_span()
    {
        using var provider = new ScopesProvider();
        using var host = Host.CreateDefaultBuilder().ConfigureLogging(logging => logging.ClearProviders().AddProvider(provider)).Build();
        var log = host.Services.GetRequiredService<ILogger<HostLoggingTests>>();
        using (var span = Tracer.Trace("work"))
        {
            using (log.BeginScope("inner"))
                log.LogWarning("one");
            Assert.Equal(span.TraceId.ToString("x32", CultureInfo.InvariantCulture), provider.Values["dd_trace_id"]);
            Assert.Equal(span.SpanId.ToString(CultureInfo.InvariantCulture), provider.Values["dd_span_id"]);
            Assert.Equal("tests", provider.Values["dd_service"]);
            Assert.Equal("here", provider.Values["dd_env"]);
            Assert.Equal("1.2.3", provider.Values["dd_version"]);
            Assert.Equal("inner", provider.Scopes[^1]);
        }
        log.LogWarning("two");
        Assert.Equal("0", provider.Values["dd_trace_id"]);
        Assert.Equal("0", provider.Values["dd_span_id"]);
    }

    private sealed class ScopesProvider : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider? _scopes;

        public List<string> Scopes { get; } = [];
        public Dictionary<string, string?> Values { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Scopes.Clear();
            Values.Clear();
            _scopes!.ForEachScope<object?>((scope, _) =>
            {
                Scopes.Add(scope!.ToString()!);
                foreach (var (key, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    Values[key] = value?.ToString();
            }, null);
        }

        public void Dispose()
        {
        }
    }
}
