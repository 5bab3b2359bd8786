using System.Runtime.ExceptionServices;

namespace DdRun.Diagnostics;

/// <summary>
/// The process's event about exceptions that are being thrown, for several of us: with a second subscriber of its own the event would have the
/// JIT make a stub for both.
/// </summary>
internal static class ThrownExceptions
{
    private static readonly object s_change = new();
    private static volatile Action<Exception>[] s_listeners = [];
    private static bool s_subscribed;

    public static void Subscribe(Action<Exception> listener)
    {
        lock (s_change)
        {
            var listeners = new Action<Exception>[s_listeners.Length + 1];
            s_listeners.CopyTo(listeners, 0);
            listeners[^1] = listener;
            s_listeners = listeners;
            if (s_subscribed)
                return;
            s_subscribed = true;
            AppDomain.CurrentDomain.FirstChanceException += Tell;
        }
    }

    public static void Unsubscribe(Action<Exception> listener)
    {
        lock (s_change)
        {
            s_listeners = Array.FindAll(s_listeners, other => other != listener);
            if (s_listeners.Length > 0)
                return;
            s_subscribed = false;
            AppDomain.CurrentDomain.FirstChanceException -= Tell;
        }
    }

    private static void Tell(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        foreach (var listener in s_listeners)
            listener(thrown.Exception);
    }
}
