using Microsoft.Extensions.Logging;

namespace Logs;

internal sealed class PrintingProvider : ILoggerProvider, ISupportExternalScope, ILogger
{
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => this;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

    public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = new Dictionary<string, object?>();
        _scopes?.ForEachScope<object?>((scope, _) =>
        {
            foreach (var (key, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                values[key] = value;
        }, null);
        string[] names = ["dd_trace_id", "dd_span_id", "dd_service", "dd_env", "dd_version"];
        Console.WriteLine($"extensions {formatter(state, exception)} {string.Join(' ', names.Select(name => values.GetValueOrDefault(name)))}");
    }

    public void Dispose()
    {
    }
}
