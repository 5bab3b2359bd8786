using System.Collections;
using System.Runtime.CompilerServices;

namespace Shapes.Cases;

/// <summary>
/// Iterators whose code runs in every way that there is into one: steps, disposals after all, after some and after none, exceptions. Each says where it
/// is by <see cref="At"/>, with its own name first; <c>outside</c> is the consumer's code.
/// </summary>
public static class Endings
{
    public static string All() => Consume(Counting(2), int.MaxValue);
    public static string Broken() => Consume(Counting(9), 1);
    public static string Unused() { using var e = Counting(9).GetEnumerator(); return "none"; }
    public static string Thrown() => Consume(Throwing(), int.MaxValue);
    public static string ThrownByDisposal() => Consume(ThrowingAtEnd(), 1);
    public static string Nested() => Consume(Outer(), 1);
    public static string Recursive() => Consume(Deep("x", 3), 2);
    public static string Untyped() { foreach (var item in Objects()) { At("outside"); return item.ToString(); } return ""; }
    public static string Walked() { var e = Walk(); e.MoveNext(); At("outside"); e.Dispose(); return "walked"; }
    public static string WalkedUntyped() { var e = WalkObjects(); e.MoveNext(); At("outside"); ((IDisposable)e).Dispose(); return "walked"; }
    public static string Interleaved() => string.Join(",", Counting(3).Zip(Pairs(2)));
    public static string Twice() { var n = Counting(2); return Consume(n, 1) + Consume(n, int.MaxValue); }
    public static string InUsing() => Consume(Using(), 1);
    public static string Struct() { var s = new Span { Start = 4 }; return Consume(s.Items(), 1); }
    public static async Task<string> ThroughThreads()
    {
        using var e = Counting(3).GetEnumerator();
        await Task.Run(() => e.MoveNext());
        await Task.Run(() => e.MoveNext());
        await Task.Run(e.Dispose);
        return "moved";
    }
    public static Task<string> AsyncAll() => ConsumeAsync(CountingAsync(2), int.MaxValue);
    public static Task<string> AsyncBroken() => ConsumeAsync(CountingAsync(9), 1);
    public static Task<string> AsyncAtOnce() => ConsumeAsync(AtOnceAsync(9), 1);
    public static async Task<string> AsyncUnused() { await using var e = CountingAsync(9).GetAsyncEnumerator(); return "none"; }
    public static Task<string> AsyncThrown() => ConsumeAsync(ThrowingAsync(), int.MaxValue);
    public static Task<string> AsyncThrownByDisposal() => ConsumeAsync(ThrowingAtEndAsync(), 1);
    public static Task<string> AsyncNested() => ConsumeAsync(OuterAsync(), 1);
    public static async Task<string> AsyncWalked() { var e = WalkAsync(); await e.MoveNextAsync(); At("outside"); await e.DisposeAsync(); return "walked"; }
    public static async Task<string> AsyncCanceled()
    {
        using var source = new CancellationTokenSource();
        try
        {
            await foreach (var item in CancelableAsync().WithCancellation(source.Token).ConfigureAwait(false))
            {
                At("outside");
                await source.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            return "canceled";
        }
        return "not canceled";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void At(string place) => Case.Note(place);

    private static string Consume<T>(IEnumerable<T> items, int most)
    {
        var text = "";
        try
        {
            foreach (var item in items)
            {
                At("outside");
                text += item;
                if (--most <= 0)
                    break;
            }
        }
        catch (FormatException e)
        {
            text += e.Message;
        }
        At("outside");
        return text;
    }

    private static async Task<string> ConsumeAsync<T>(IAsyncEnumerable<T> items, int most)
    {
        var text = "";
        try
        {
            await foreach (var item in items)
            {
                await Task.Yield();
                At("outside");
                text += item;
                if (--most <= 0)
                    break;
            }
        }
        catch (FormatException e)
        {
            text += e.Message;
        }
        At("outside");
        return text;
    }

    private static IEnumerable<int> Counting(int count) { try { for (var i = 0; i < count; i++) { At("Counting"); yield return i; } } finally { At("Counting"); } }
    private static IEnumerable<int> Pairs(int count) { try { for (var i = 0; i < count; i++) { At("Pairs"); yield return i; } } finally { At("Pairs"); } }
    private static IEnumerable<int> Throwing() { try { yield return 1; throw new FormatException("mid"); } finally { At("Throwing"); } }
    private static IEnumerable<int> ThrowingAtEnd() { try { yield return 1; } finally { At("ThrowingAtEnd"); Fail("end"); } }
    private static IEnumerable<int> Outer() { try { foreach (var item in Counting(3)) { At("Outer"); yield return item; At("Outer"); } } finally { At("Outer"); } }
    private static IEnumerable<T> Deep<T>(T item, int depth) { try { if (depth > 0) yield return item; foreach (var other in Deep(item, depth - 1).Take(depth)) { At("Deep"); yield return other; } } finally { At("Deep"); } }
    private static IEnumerable Objects() { try { At("Objects"); yield return 1; yield return "x"; } finally { At("Objects"); } }
    private static IEnumerator<int> Walk() { try { At("Walk"); yield return 1; yield return 2; } finally { At("Walk"); } }
    private static IEnumerator WalkObjects() { try { At("WalkObjects"); yield return 1; yield return "x"; } finally { At("WalkObjects"); } }
    private static IEnumerable<int> Using() { using var held = new Held("Using"); yield return 1; yield return 2; }
    private static async IAsyncEnumerable<int> CountingAsync(int count) { try { for (var i = 0; i < count; i++) { await Task.Delay(1); At("CountingAsync"); yield return i; } } finally { At("CountingAsync"); await Task.Delay(1); At("CountingAsync"); } }
    private static async IAsyncEnumerable<int> AtOnceAsync(int count) { try { for (var i = 0; i < count; i++) { At("AtOnceAsync"); yield return i; } } finally { At("AtOnceAsync"); await Task.CompletedTask; } }
    private static async IAsyncEnumerable<int> ThrowingAsync() { try { await Task.Yield(); yield return 1; throw new FormatException("mid"); } finally { At("ThrowingAsync"); await Task.Yield(); At("ThrowingAsync"); } }
    private static async IAsyncEnumerable<int> ThrowingAtEndAsync() { try { await Task.Yield(); yield return 1; } finally { await Task.Yield(); At("ThrowingAtEndAsync"); Fail("end"); } }
    private static async IAsyncEnumerable<int> OuterAsync() { try { await foreach (var item in CountingAsync(3)) { At("OuterAsync"); yield return item; At("OuterAsync"); } } finally { At("OuterAsync"); } }
    private static async IAsyncEnumerator<int> WalkAsync() { try { await Task.Yield(); At("WalkAsync"); yield return 1; yield return 2; } finally { At("WalkAsync"); await Task.Yield(); At("WalkAsync"); } }
    private static async IAsyncEnumerable<int> CancelableAsync([EnumeratorCancellation] CancellationToken token = default) { try { yield return 1; await Task.Delay(Timeout.Infinite, token); } finally { At("CancelableAsync"); } }
    private static void Fail(string message) => throw new FormatException(message);

    public struct Span
    {
        public int Start;
        public IEnumerable<int> Items() { var from = Start; return Of(from); }
        private static IEnumerable<int> Of(int from) { try { yield return from; yield return from + 1; } finally { At("Of"); } }
    }

    private sealed class Held(string place) : IDisposable
    {
        public void Dispose() => At(place);
    }
}
