using System.Globalization;
using System.Reflection;
using DdRun.Diagnostics;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Hangfire;

/// <summary>
/// Continues the trace that a job was created in: <c>a</c> is when that was, <c>b</c> its parameters where the storage gives them along with it,
/// <c>c</c> the connection to the storage, <c>d</c> the job's id.
/// </summary>
internal sealed class PerformObserver : IProbeObserver
{
    private MethodInvoker? _getParameter;

    public SpanContext? Parent(object? a, object? b, object? c, object? d)
    {
        if (b is IReadOnlyDictionary<string, string> parameters)
            return parameters.TryGetValue(JobParameter.Name, out var text) ? JobParameter.Read(text) : null;
        try
        {
            return c is not null && d is string id ? JobParameter.Read(Ask(c, id)) : null;
        }
        catch (Exception e)
        {
            Log.Debug($"the storage does not tell a job's parameters: {e.Message}");
            return null;
        }
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        if (a is DateTime created)
            span.SetTag("job.createdat", created.ToString("O", CultureInfo.InvariantCulture));
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        // Whatever a job throws comes in the same wrapping.
        if (exception is { InnerException: { } thrown } && exception.GetType().FullName == "Hangfire.Server.JobPerformanceException")
            span.SetException(thrown);
    }

    private string? Ask(object connection, string id)
    {
        _getParameter ??= MethodInvoker.Create(connection.GetType().GetInterface("Hangfire.Storage.IStorageConnection")!.GetMethod("GetJobParameter")!);
        return _getParameter.Invoke(connection, id, JobParameter.Name) as string;
    }
}
