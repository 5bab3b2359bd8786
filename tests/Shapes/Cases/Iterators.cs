using System.Collections;
using System.Runtime.CompilerServices;
using static Shapes.Case;

namespace Shapes.Cases;

public static class Iterators
{
    public static string All() => string.Join(",", Numbers(4));
    public static string Twice() { var n = Numbers(3); return string.Join(",", n) + string.Join(",", n); }
    public static int Partly() { foreach (var x in Numbers(5)) if (x == 2) return x; return -1; }
    public static string NonGeneric() => string.Join(",", Objects().Cast<object>());
    public static string Enumerator() { var e = Walk(3); var s = ""; while (e.MoveNext()) s += e.Current; return s; }
    public static string PlainEnumerator() { var e = WalkObjects(); var s = ""; while (e.MoveNext()) s += e.Current; return s; }
    public static string Fails() => string.Join(",", Failing());
    public static string Never() { Numbers(3); return Log.Count.ToString(); }
    public static string Instance() => string.Join("", new Tree { Left = new Tree { Value = 1 }, Value = 2, Right = new Tree { Value = 3 } });
    public static string Generic() => string.Join(",", Repeat("x", 3)) + string.Join(",", Repeat(1, 2));
    public static string NotIterator() => string.Join(",", Array());
    public static async Task<string> Asynchronous() { var s = ""; await foreach (var x in Async(3)) s += x; return s; }
    public static async Task<string> AsyncBroken() { await foreach (var x in Async(9)) { if (x == 1) break; } return string.Join(",", Log); }
    public static async Task<string> AsyncFails() { var s = ""; await foreach (var x in AsyncFailing()) s += x; return s; }
    public static async Task<string> AsyncCanceled()
    {
        using var source = new CancellationTokenSource();
        var s = "";
        await foreach (var x in Cancelable().WithCancellation(source.Token))
        { s += x; source.Cancel(); }
        return s;
    }
    public static async Task<string> AsyncEnumerator() { var e = WalkAsync(); var s = ""; while (await e.MoveNextAsync()) s += e.Current; await e.DisposeAsync(); return s; }
    public static string OwnEnumerator() { var e = (IEnumerator<int>)Repeat(1, 3); return $"{e.MoveNext()}{e.Current}{e is IEnumerator}{e is IDisposable}"; }
    public static string SameObject() { var n = Repeat(1, 2); using var e = n.GetEnumerator(); return $"{ReferenceEquals(n, e)}{ReferenceEquals(n, n.GetEnumerator())}{n.GetEnumerator() is IEnumerable<int>}{Walk(1) is IEnumerable<int>}"; }
    public static string SameAgain() { var n = Objects(); var s = ""; for (var i = 0; i < 3; i++) { var e = n.GetEnumerator(); s += ReferenceEquals(n, e); foreach (var x in (IEnumerable)e) s += x; ((IDisposable)e).Dispose(); } return s; }
    public static async Task<string> AsyncSameObject()
    {
        var n = Cancelable();
        await using var e = n.GetAsyncEnumerator();
        await using var f = n.GetAsyncEnumerator();
        var s = $"{ReferenceEquals(n, e)}{ReferenceEquals(n, f)}{f is IAsyncEnumerable<int>}{(IAsyncEnumerator<int>)Cancelable() is not null}{WalkAsync() is IAsyncEnumerable<int>}";
        while (await ((IAsyncEnumerator<int>)n).MoveNextAsync() && await f.MoveNextAsync())
            s += e.Current + f.Current;
        return s;
    }

    private static IEnumerable<int> Numbers(int count) { try { for (var i = 0; i < count; i++) yield return Note(i); } finally { Note("end"); } }
    private static IEnumerable Objects() { yield return 1; yield return "a"; }
    private static IEnumerator<int> Walk(int count) { while (count-- > 0) yield return count; }
    private static IEnumerator WalkObjects() { yield return 1; yield return null; }
    private static IEnumerable<int> Failing() { yield return 1; throw new InvalidOperationException("iterator"); }
    private static IEnumerable<T> Repeat<T>(T item, int count) { for (; count > 0; count--) yield return item; }
    private static IEnumerable<int> Array() => [1, 2];
    private static async IAsyncEnumerable<int> Async(int count) { try { for (var i = 0; i < count; i++) { await Task.Yield(); yield return i; } } finally { await Task.Yield(); Note("end"); } }
    private static async IAsyncEnumerable<int> AsyncFailing() { await Task.Yield(); yield return 1; throw new InvalidOperationException("async iterator"); }
    private static async IAsyncEnumerable<int> Cancelable([EnumeratorCancellation] CancellationToken token = default) { for (var i = 0; i < 3 && !token.IsCancellationRequested; i++) { await Task.Yield(); yield return i; } }
    private static async IAsyncEnumerator<int> WalkAsync() { await Task.Yield(); yield return 4; yield return 5; }

    public sealed class Tree : IEnumerable<int>
    {
        public Tree Left, Right;
        public int Value;
        public IEnumerator<int> GetEnumerator()
        {
            foreach (var x in Left ?? Enumerable.Empty<int>())
                yield return x;
            yield return Value;
            foreach (var x in Right ?? Enumerable.Empty<int>())
                yield return x;
        }
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
