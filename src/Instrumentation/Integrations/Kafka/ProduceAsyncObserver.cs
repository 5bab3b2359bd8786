using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary><c>a</c> producer, <c>b</c> topic and partition, <c>c</c> message: the span ends with the task, which is that of the delivery.</summary>
internal sealed class ProduceAsyncObserver : ICallObserver
{
    private static readonly PropertyReader<object> s_result = new("Result");

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        // Serializers may ask a schema registry.
        if (a is not null && b is not null && c is not null)
            Production.Begin(a, b, c, goesOn: true).Span.Activate();
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (a is null || b is null || c is null || Production.End()?.Span is not { } span)
            return;
        span.Deactivate();
        if (result is Task task)
        {
            task.ContinueWith(static (task, span) => Finish((Span)span!, task), span, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return;
        }
        if (exception is not null)
            span.SetException(exception);
        span.Finish();
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private static void Finish(Span span, Task task)
    {
        try
        {
            if (task.IsCompletedSuccessfully && s_result.Read(task) is { } delivery)
                KafkaSpan.SetPlace(span, delivery);
            else if (TaskFault.Of(task) is { } fault)
                span.SetException(fault);
        }
        finally
        {
            span.Finish();
        }
    }
}
