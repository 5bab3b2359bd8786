using System.Runtime.CompilerServices;

namespace DdRun;

// An asynchronous lambda fits Task and ValueTask alike; the priority makes it a Task.
public static partial class Tracer
{
    /// <summary>Runs an action within a span. An exception marks the span and goes on unchanged.</summary>
    public static void Trace(string name, Action<Span> action, string? service = null, string? resource = null, string? type = null)
    {
        var span = Trace(name, service, resource, type);
        try
        {
            action(span);
        }
        catch (Exception e) when (span.Record(e))
        {
            throw;
        }
        finally
        {
            span.Finish();
        }
    }

    /// <summary>Runs a function within a span. An exception marks the span and goes on unchanged.</summary>
    public static T Trace<T>(string name, Func<Span, T> function, string? service = null, string? resource = null, string? type = null)
    {
        var span = Trace(name, service, resource, type);
        try
        {
            return function(span);
        }
        catch (Exception e) when (span.Record(e))
        {
            throw;
        }
        finally
        {
            span.Finish();
        }
    }

    /// <summary>Runs an asynchronous function within a span that ends when the task does. An exception marks the span and goes on unchanged.</summary>
    [OverloadResolutionPriority(1)]
    public static async Task Trace(string name, Func<Span, Task> function, string? service = null, string? resource = null, string? type = null)
    {
        var span = Trace(name, service, resource, type);
        try
        {
            await function(span).ConfigureAwait(false);
        }
        catch (Exception e) when (span.Record(e))
        {
            throw;
        }
        finally
        {
            span.Finish();
        }
    }

    /// <summary>Runs an asynchronous function within a span that ends when the task does. An exception marks the span and goes on unchanged.</summary>
    [OverloadResolutionPriority(1)]
    public static async Task<T> Trace<T>(string name, Func<Span, Task<T>> function, string? service = null, string? resource = null, string? type = null)
    {
        var span = Trace(name, service, resource, type);
        try
        {
            return await function(span).ConfigureAwait(false);
        }
        catch (Exception e) when (span.Record(e))
        {
            throw;
        }
        finally
        {
            span.Finish();
        }
    }

    /// <summary>Runs an asynchronous function within a span that ends when the task does. An exception marks the span and goes on unchanged.</summary>
    public static async ValueTask Trace(string name, Func<Span, ValueTask> function, string? service = null, string? resource = null, string? type = null)
    {
        var span = Trace(name, service, resource, type);
        try
        {
            await function(span).ConfigureAwait(false);
        }
        catch (Exception e) when (span.Record(e))
        {
            throw;
        }
        finally
        {
            span.Finish();
        }
    }

    /// <summary>Runs an asynchronous function within a span that ends when the task does. An exception marks the span and goes on unchanged.</summary>
    public static async ValueTask<T> Trace<T>(string name, Func<Span, ValueTask<T>> function, string? service = null, string? resource = null, string? type = null)
    {
        var span = Trace(name, service, resource, type);
        try
        {
            return await function(span).ConfigureAwait(false);
        }
        catch (Exception e) when (span.Record(e))
        {
            throw;
        }
        finally
        {
            span.Finish();
        }
    }
}
