using System.Runtime.CompilerServices;
using DdRun.Wrapping;

namespace DdRun;

// Wrap, by the number of arguments. The default name is that of the wrapped method with its namespace, as the Python library's is with its module.
public static partial class Tracer
{
    /// <summary>Makes an action whose every call has a span of its own, which covers the call.</summary>
    public static Action Wrap(Action action, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(action, name, service, resource, type);
        return () => Trace(wrapped.Name, _ => action(), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function whose every call has a span of its own, which covers the call.</summary>
    public static Func<TResult> Wrap<TResult>(Func<TResult> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => Trace(wrapped.Name, _ => function(), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<Task> Wrap(Func<Task> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => Trace(wrapped.Name, _ => function(), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<Task<TResult>> Wrap<TResult>(Func<Task<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => Trace(wrapped.Name, _ => function(), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<ValueTask> Wrap(Func<ValueTask> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => Trace(wrapped.Name, _ => function(), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<ValueTask<TResult>> Wrap<TResult>(Func<ValueTask<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => Trace(wrapped.Name, _ => function(), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<IEnumerable<TItem>> Wrap<TItem>(Func<IEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => new WrappedEnumerable<TItem>(function(), wrapped);
    }

    /// <summary>Makes an asynchronous function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<IAsyncEnumerable<TItem>> Wrap<TItem>(Func<IAsyncEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return () => new WrappedAsyncEnumerable<TItem>(function(), wrapped);
    }
}
