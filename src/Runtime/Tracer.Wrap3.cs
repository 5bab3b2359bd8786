using System.Runtime.CompilerServices;
using DdRun.Wrapping;

namespace DdRun;

public static partial class Tracer
{
    /// <summary>Makes an action whose every call has a span of its own, which covers the call.</summary>
    public static Action<T1, T2, T3> Wrap<T1, T2, T3>(Action<T1, T2, T3> action, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(action, name, service, resource, type);
        return (a1, a2, a3) => Trace(wrapped.Name, _ => action(a1, a2, a3), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function whose every call has a span of its own, which covers the call.</summary>
    public static Func<T1, T2, T3, TResult> Wrap<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => Trace(wrapped.Name, _ => function(a1, a2, a3), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<T1, T2, T3, Task> Wrap<T1, T2, T3>(Func<T1, T2, T3, Task> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => Trace(wrapped.Name, _ => function(a1, a2, a3), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    [OverloadResolutionPriority(1)]
    public static Func<T1, T2, T3, Task<TResult>> Wrap<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => Trace(wrapped.Name, _ => function(a1, a2, a3), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<T1, T2, T3, ValueTask> Wrap<T1, T2, T3>(Func<T1, T2, T3, ValueTask> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => Trace(wrapped.Name, _ => function(a1, a2, a3), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes an asynchronous function whose every call has a span of its own, which covers the call until its task ends.</summary>
    public static Func<T1, T2, T3, ValueTask<TResult>> Wrap<T1, T2, T3, TResult>(Func<T1, T2, T3, ValueTask<TResult>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => Trace(wrapped.Name, _ => function(a1, a2, a3), wrapped.Service, wrapped.Resource, wrapped.Type);
    }

    /// <summary>Makes a function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<T1, T2, T3, IEnumerable<TItem>> Wrap<T1, T2, T3, TItem>(Func<T1, T2, T3, IEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => new WrappedEnumerable<TItem>(function(a1, a2, a3), wrapped);
    }

    /// <summary>Makes an asynchronous function that yields whose every call has a span of its own, which covers the whole iteration.</summary>
    public static Func<T1, T2, T3, IAsyncEnumerable<TItem>> Wrap<T1, T2, T3, TItem>(Func<T1, T2, T3, IAsyncEnumerable<TItem>> function, string? name = null, string? service = null, string? resource = null, string? type = null)
    {
        var wrapped = WrappedCall.Of(function, name, service, resource, type);
        return (a1, a2, a3) => new WrappedAsyncEnumerable<TItem>(function(a1, a2, a3), wrapped);
    }
}
