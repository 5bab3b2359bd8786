using System.Runtime.CompilerServices;
using DdRun.Wrapping;

namespace DdRun;

public static partial class Tracer
{
    /// <summary>Makes an action whose every call has a span of its own, which covers the call.</summary>
    public static Action<T> Wrap<T>(Action<T> action, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(action, name, service, resource, type);
        return a => Trace(wrapped.Name, _ => action(a), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function whose every call has a span of its own, which covers the call.</summary>
    public static Func<T, TResult> Wrap<T, TResult>(Func<T, TResult> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => Trace(wrapped.Name, _ => function(a), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<T, Task> Wrap<T>(Func<T, Task> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => Trace(wrapped.Name, _ => function(a), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<T, Task<TResult>> Wrap<T, TResult>(Func<T, Task<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => Trace(wrapped.Name, _ => function(a), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<T, ValueTask> Wrap<T>(Func<T, ValueTask> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => Trace(wrapped.Name, _ => function(a), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<T, ValueTask<TResult>> Wrap<T, TResult>(Func<T, ValueTask<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => Trace(wrapped.Name, _ => function(a), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<T, IEnumerable<TItem>> Wrap<T, TItem>(Func<T, IEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => new WrappedEnumerable<TItem>(function(a), wrapped);
    }

    /// <summary>Makes an asynchronous function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<T, IAsyncEnumerable<TItem>> Wrap<T, TItem>(Func<T, IAsyncEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return a => new WrappedAsyncEnumerable<TItem>(function(a), wrapped);
    }
}
