using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using static Shapes.Case;

namespace Shapes.Cases;

public static class Asynchronous
{
    public static async Task<int> Completed() => await Quick(3);
    public static async Task<int> Suspended() => await Slow(3);
    public static async Task Plain() { await SlowPlain(); Note("after"); }
    public static async Task<int> ValueTasks() => await QuickValue(1) + await SlowValue(2);
    public static async Task PlainValueTask() { await SlowPlainValue(); await QuickPlainValue(); }
    public static async Task<int> Source() => await FromSource();
    public static async Task<int> Pooled() => await PooledValue(3);
    public static Task<int> NotAsync() => Forward(3);
    public static async Task<bool> SameInstance() { var t = new TaskCompletionSource<int>().Task; return ReferenceEquals(t, Same(t)); }
    public static Task<int> NullTask() => Task.FromResult(MakeNull() is null ? 1 : 2);
    public static async Task<int> Fails() => await Failing();
    public static async Task<int> FailsLater() => await FailingLater();
    public static async Task FailsValue() => await FailingValue();
    public static async Task FailsPooled() => await FailingPooled(false);
    public static async Task FailsPooledAtOnce() => await FailingPooled(true);
    public static async Task<int> FailsPooledValue() => await FailingPooledValue(false);
    public static async Task<int> FailsPooledValueAtOnce() => await FailingPooledValue(true);
    public static Task<int> ThrowsAtOnce() => Throwing();
    public static async Task<string> Canceled() { try { await Canceling(new CancellationToken(true)); return "no"; } catch (OperationCanceledException e) { return e.GetType().Name + e.CancellationToken.IsCancellationRequested; } }
    public static async Task<int> Void() { var done = new TaskCompletionSource<int>(); Fire(done); return await done.Task; }
    public static async Task<int> VoidThrows()
    {
        var context = new CatchingContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        { FireAndFail(); }
        finally { SynchronizationContext.SetSynchronizationContext(before); }
        return await context.Caught.Task;
    }
    public static async Task<int> CustomBuilder() => await Custom(4);
    public static async Task<int> Generic() => await Echo(3) + (await Echo("abc")).Length;
    public static async Task<int> InGenericClass() => await new Box<int>().Get(5);
    public static async Task<string> StructMethod() => await new Maker(3).Make();
    public static async Task<int> Concurrent() => (await Task.WhenAll(Enumerable.Range(0, 20).Select(Slow))).Sum();
    public static async Task<int> Lambda() { Func<int, Task<int>> f = async x => { await Task.Yield(); return x * 2; }; return await f(4); }
    public static async Task<string> Flow() { s_local.Value = "outer"; await Changing(); return s_local.Value; }
    public static async Task<int> TryFinally() => await WithFinally();
    public static async Task<int> Disposal() { await using var d = new AsyncDisposer(); return Note(3); }
    public static async Task<int> Continuations() { var order = new List<int>(); await Slow(1).ContinueWith(_ => order.Add(1)); order.Add(2); return order.Count; }
    public static async Task<string> Aggregate() { var t = Task.WhenAll(FailingLater(), FailingLater()); try { await t; } catch { } return t.Exception.InnerExceptions.Count.ToString(); }

    private static readonly AsyncLocal<string> s_local = new();

    private static async Task<int> Quick(int x) => x;
    private static async Task<int> Slow(int x) { await Task.Yield(); return x; }
    private static async Task SlowPlain() { await Task.Yield(); Note("slow"); }
    private static async ValueTask<int> QuickValue(int x) => x;
    private static async ValueTask<int> SlowValue(int x) { await Task.Yield(); return x; }
    private static async ValueTask SlowPlainValue() { await Task.Yield(); Note("value"); }
    private static ValueTask QuickPlainValue() => default;
    private static ValueTask<int> FromSource() { var s = new Once(); return new ValueTask<int>(s, 0); }
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> PooledValue(int x) { await Task.Yield(); await Task.Yield(); return x; }
    private static Task<int> Forward(int x) => Slow(x);
    private static Task<int> Same(Task<int> task) => task;
    private static Task MakeNull() => null;
    private static async Task<int> Failing() => throw new InvalidOperationException("async");
    private static async Task<int> FailingLater() { await Task.Yield(); throw new InvalidOperationException("later"); }
    private static async ValueTask FailingValue() { await Task.Yield(); throw new InvalidOperationException("value"); }
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask FailingPooled(bool atOnce) { if (!atOnce) await Task.Yield(); throw new InvalidOperationException("pooled"); }
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> FailingPooledValue(bool atOnce) { if (!atOnce) await Task.Yield(); throw new InvalidOperationException("pooled"); }
    private static Task<int> Throwing() => throw new InvalidOperationException("sync");
    private static async Task Canceling(CancellationToken token) { await Task.Yield(); token.ThrowIfCancellationRequested(); }
    private static async void Fire(TaskCompletionSource<int> done) { await Task.Yield(); done.SetResult(5); }
    private static async void FireAndFail() { await Task.Yield(); throw new InvalidOperationException("void"); }
    private static async Odd<int> Custom(int x) { await Task.Yield(); return x; }
    private static async Task<T> Echo<T>(T value) { await Task.Yield(); return value; }
    private static async Task Changing() { s_local.Value = "inner"; await Task.Yield(); s_local.Value = "inner2"; }
    private static async Task<int> WithFinally() { try { await Task.Yield(); return 1; } finally { await Task.Yield(); Note("finally"); } }

    public sealed class Box<T> { public async Task<T> Get(T value) { await Task.Yield(); return value; } }
    public struct Maker(int x) { public readonly int X = x; public async Task<string> Make() { await Task.Yield(); return "made" + X; } }
    public sealed class AsyncDisposer : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); Note("disposed"); } }

    private sealed class CatchingContext : SynchronizationContext
    {
        public readonly TaskCompletionSource<int> Caught = new();
        public override void Post(SendOrPostCallback d, object state)
        {
            ThreadPool.QueueUserWorkItem(_ => { try { SetSynchronizationContext(this); d(state); } catch (InvalidOperationException) { Caught.TrySetResult(9); } });
        }
    }

    // Answers once, as sources may.
    private sealed class Once : IValueTaskSource<int>
    {
        private int _asked;
        public int GetResult(short token) => Interlocked.Exchange(ref _asked, 1) == 0 ? 6 : throw new InvalidOperationException("asked twice");
        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Succeeded;
        public void OnCompleted(Action<object> continuation, object state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);
    }
}

[AsyncMethodBuilder(typeof(OddBuilder<>))]
public sealed class Odd<T>
{
    public readonly TaskCompletionSource<T> Source = new();
    public TaskAwaiter<T> GetAwaiter() => Source.Task.GetAwaiter();
}

public sealed class OddBuilder<T>
{
    public Odd<T> Task { get; } = new();
    public static OddBuilder<T> Create() => new();
    public void Start<TMachine>(ref TMachine machine) where TMachine : IAsyncStateMachine => machine.MoveNext();
    public void SetStateMachine(IAsyncStateMachine machine) { }
    public void SetResult(T result) => Task.Source.SetResult(result);
    public void SetException(Exception e) => Task.Source.SetException(e);
    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine) where TAwaiter : INotifyCompletion where TMachine : IAsyncStateMachine
    {
        IAsyncStateMachine boxed = machine;
        awaiter.OnCompleted(boxed.MoveNext);
    }
    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine) where TAwaiter : ICriticalNotifyCompletion where TMachine : IAsyncStateMachine
    {
        IAsyncStateMachine boxed = machine;
        awaiter.OnCompleted(boxed.MoveNext);
    }
}
