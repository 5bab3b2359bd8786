using System.Runtime.CompilerServices;
using DdRun.Wrapping;

namespace DdRun;

public static partial class Tracer
{
    /// <summary>Makes an action whose every call has a span of its own, which covers the call.</summary>
    public static Action<T1, T2> Wrap<T1, T2>(Action<T1, T2> action, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(action, name, service, resource, type);
        return (a1, a2) => Trace(wrapped.Name, _ => action(a1, a2), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function whose every call has a span of its own, which covers the call.</summary>
    public static Func<T1, T2, TResult> Wrap<T1, T2, TResult>(Func<T1, T2, TResult> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => Trace(wrapped.Name, _ => function(a1, a2), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<T1, T2, Task> Wrap<T1, T2>(Func<T1, T2, Task> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => Trace(wrapped.Name, _ => function(a1, a2), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<T1, T2, Task<TResult>> Wrap<T1, T2, TResult>(Func<T1, T2, Task<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => Trace(wrapped.Name, _ => function(a1, a2), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<T1, T2, ValueTask> Wrap<T1, T2>(Func<T1, T2, ValueTask> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => Trace(wrapped.Name, _ => function(a1, a2), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<T1, T2, ValueTask<TResult>> Wrap<T1, T2, TResult>(Func<T1, T2, ValueTask<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => Trace(wrapped.Name, _ => function(a1, a2), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<T1, T2, IEnumerable<TItem>> Wrap<T1, T2, TItem>(Func<T1, T2, IEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => new WrappedEnumerable<TItem>(function(a1, a2), wrapped);
    }

    /// <summary>Makes an asynchronous function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<T1, T2, IAsyncEnumerable<TItem>> Wrap<T1, T2, TItem>(Func<T1, T2, IAsyncEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2) => new WrappedAsyncEnumerable<TItem>(function(a1, a2), wrapped);
    }
}
