using static Shapes.Case;

namespace Shapes.Cases;

public static class Flow
{
    public static string Switches() => string.Concat(Enumerable.Range(0, 8).Select(Name));
    public static string StringSwitch() => Kind("a") + Kind("longer") + Kind("zzz");
    public static int Loops() { var sum = 0; for (var i = 0; i < 10; i++) { if (i % 2 == 0) continue; if (i > 7) break; sum += i; } return sum; }
    public static int Goto() => Jump(3);
    public static int TryCatch() => Catching(0);
    public static int TryCatchNone() => Catching(5);
    public static int Finally() => Finallies(2);
    public static int Nested() => NestedTry(0) + NestedTry(1) + NestedTry(2);
    public static string Filters() => Filter(1) + Filter(2);
    public static int FilterOrder() => OuterFilter();
    public static void Throws() => Thrower(3);
    public static void ThrowsNested() => Rethrower();
    public static int ReturnsInTry() => ReturnInTry(4);
    public static int Lock() => Locked();
    public static int Recursion() => Fibonacci(12);
    public static string Lambdas() { var x = 3; Func<int, int> f = y => x + y; x = 4; return f(1).ToString() + Twice(z => z * x); }
    public static int LocalFunctions() { int Fact(int n) => n <= 1 ? 1 : n * Fact(n - 1); return Fact(5); }
    public static int StaticLocal() { static int Inner(int x) => x + 1; return Inner(2); }
    public static string Patterns() => Match(5) + Match("text") + Match(null) + Match(new[] { 1, 2 });
    public static int Using() { using var d = new Types.Disposer(); return Note(3); }
    public static int Checked() => Overflow(int.MaxValue);
    public static int Divide() => Division(0);
    public static string Interpolated() => $"{1 + 1}:{"x",3}:{3.5:F2}";
    public static string Query() => string.Join(",", from x in new[] { 3, 1, 2 } orderby x select x * 2);
    public static int NullPropagation() => Length(null) + Length("abc");
    public static int Unreachable() => NeverReturns(false);
    public static int Fixed() => FixedBuffer([1, 2, 3]);
    public static string Collection() => string.Join(",", (List<int>)[1, .. new[] { 2, 3 }, 4]);
    public static int ThrowExpression() => Required("a") + Required(null);

    private static string Name(int x) => x switch { 0 => "zero", 1 => "one", 2 => "two", 3 => "three", 4 => "four", 5 => "five", _ => "many" };
    private static string Kind(string text) { switch (text) { case "a": return "A"; case "b": return "B"; case "c": return "C"; case "d": return "D"; case "e": return "E"; case "f": return "F"; case "longer": return "L"; default: return "?"; } }
    private static int Jump(int x) { again: if (x > 10) return x; x *= 2; goto again; }
    private static int Catching(int x) { try { return 10 / x; } catch (DivideByZeroException e) when (e.Message.Length > 0) { Note("caught"); return -1; } }
    private static int Finallies(int x) { try { Note("body"); return x; } finally { Note("finally"); } }
    private static int NestedTry(int x)
    {
        try
        {
            try
            { if (x == 0) throw new InvalidOperationException(); if (x == 1) throw new ArgumentException(); return Note(3); }
            catch (InvalidOperationException) { Note("inner"); throw new NotSupportedException(); }
            finally { Note("inner finally"); }
        }
        catch (NotSupportedException) { return Note(1); }
        catch (ArgumentException) { return Note(2); }
        finally { Note("outer finally"); }
    }
    private static string Filter(int x) { try { throw new InvalidOperationException(x.ToString()); } catch (InvalidOperationException e) when (e.Message == "1") { return "one"; } catch (Exception) { return "other"; } }
    private static int OuterFilter() { try { return InnerFinally(); } catch (Exception) when (Note("filter") == "filter") { return Log.Count; } }
    private static int InnerFinally() { try { throw new InvalidOperationException(); } finally { Note("unwinding"); } }
    private static void Thrower(int x) => throw new InvalidOperationException("thrown " + x);
    private static void Rethrower() { try { Thrower(1); } catch (InvalidOperationException e) { throw new ApplicationException("outer", e); } }
    private static int ReturnInTry(int x) { for (var i = 0; ; i++) { try { if (i == x) return i; } finally { Note(i); } } }
    private static int Locked() { lock (typeof(Flow)) return Note(6); }
    private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
    private static int Twice(Func<int, int> f) => f(f(2));
    private static string Match(object x) => x switch { int n and > 3 => "big", string { Length: > 2 } s => s, int[] and [1, .., var last] => "list" + last, null => "null", _ => "?" };
    private static int Overflow(int x) => checked(x + 1);
    private static int Division(int x) => 7 / x;
    private static int Length(string x) => x?.Length ?? -1;
    private static int NeverReturns(bool forever) { while (forever) { } if (!forever) return 3; throw new InvalidOperationException(); }
    private static unsafe int FixedBuffer(int[] values) { fixed (int* p = values) return p[0] + p[2]; }
    private static int Required(string x) => (x ?? throw new ArgumentNullException(nameof(x))).Length;
}

public static class Lines
{
    public static int Throws() =>
        new Long(3).Sum;

    public static int ThrowsLate()
    {
        var a = Flow.Loops();
        var b = Flow.Loops() +
            a;
        if (a > 3)
            b++;
        return Fail(
            a,
            b);
    }

    private static int Fail(int a, int b)
    {
        var sum = 0;
        for (var i = 0; i < a; i++)
        {
            sum += i;
            if (sum > 5)
                throw new InvalidOperationException(
                    "too much");
        }
        return sum;
    }

    private sealed class Long
    {
        private readonly int _a = 1;
        private readonly List<int> _b = [1, 2];

        public Long(int x)
        {
            _a = x;
            _b.Add(x);
            if (x > 2)
                throw new InvalidOperationException("in the constructor");
            _b.Add(x);
        }

        public int Sum => _a + _b.Count;
    }
}
