using System.Runtime.CompilerServices;
using DdRun.Configuration;
using Microsoft.Extensions.Logging;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>Extends log factories when they are asked for their first logger.</summary>
internal sealed class LoggerFactories : SideEffect
{
    private readonly ConditionalWeakTable<LoggerFactory, object?> _known = [];
    private readonly TraceScope? _scope = Settings.Current.LogsInjection ? new(Settings.Current) : null;

    protected override void OnCall(object? value)
    {
        if (value is not LoggerFactory factory || !_known.TryAdd(factory, null))
            return;
        ExportingProvider.AddTo(factory);
        if (_scope is not null)
            ScopedFactory.Extend(factory, _scope);
    }
}
