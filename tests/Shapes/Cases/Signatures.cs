using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Shapes.Case;

namespace Shapes.Cases;

public static unsafe class Signatures
{
    private static int s_value = 5;

    public static int Plain() => Add(2, 3);
    public static int ManyArguments() => Sum(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    public static string Optional() => WithDefaults() + WithDefaults("x", 3);
    public static int RefArgument() { var x = 4; Twice(ref x); return x; }
    public static int OutArgument() => TryGet(out var x) ? x : -1;
    public static int InArgument() { var p = new Point { X = 3, Y = 4 }; return Norm(in p); }
    public static int RefReturn() { ref var x = ref Slot(); x++; return s_value; }
    public static int RefReadonlyReturn() => ReadSlot();
    public static int SpanArgument() => SumSpan([1, 2, 3]);
    public static int SpanResult() => Slice([1, 2, 3, 4]).Length;
    public static int RefStructArgument() { var h = new Holder { Values = [5, 6] }; return h.First() + Use(h); }
    public static int RefStructResult() => MakeHolder(stackalloc int[3]).Values.Length;
    public static int Pointer() { var x = 9; return *Next(&x); }
    public static int FunctionPointer() => Apply(&Increment, 4);
    public static string Params() => Join("a", "b", "c");
    public static int StackAllocated() => Stack(10);
    public static int Big() { var b = MakeBig(3); return b.A + b.D; }
    public static (int, string) Tuple() => Pair(3);
    public static decimal Decimal() => Price(3);
    public static double Double() => Half(3);
    public static float Float() => Third(3);
    public static char Char() => Letter(3);
    public static bool Bool() => IsEven(3);
    public static long Long() => Wide(3);
    public static nint Native() => NativeInt(3);
    public static Guid Struct() => MakeGuid();
    public static DayOfWeek Enum() => Day(3);
    public static int? NullableNone() => Maybe(-1);
    public static int? NullableSome() => Maybe(1);
    public static dynamic Dynamic() => MakeDynamic(3);
    public static int Local256() => ManyLocals(1);
    public static int TypedReference() => FromTyped();
    public static int Array2D() => Grid()[1, 1];
    public static void Nothing() => Note("nothing");
    public static int Modified() => Volatile();
    public static Int128 Wide128() => Big128();

    private static volatile int s_volatile = 3;

    private static int Add(int a, int b) => a + b;
    private static int Sum(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l) => a + b + c + d + e + f + g + h + i + j + k + l;
    private static string WithDefaults(string text = "d", int count = 2) => text + count;
    private static void Twice(ref int x) => x *= 2;
    private static bool TryGet(out int x) { x = 7; return true; }
    private static int Norm(in Point p) => p.X * p.X + p.Y * p.Y;
    private static ref int Slot() => ref s_value;
    private static ref readonly int ReadSlot() => ref s_value;
    private static int SumSpan(ReadOnlySpan<int> values) { var sum = 0; foreach (var value in values) sum += value; return sum; }
    private static Span<int> Slice(Span<int> values) => values[1..];
    private static int Use(Holder holder) => holder.Values[1];
    private static Holder MakeHolder(Span<int> values) => new() { Values = values.ToArray() };
    private static int* Next(int* x) { *x += 1; return x; }
    private static int Increment(int x) => x + 1;
    private static int Apply(delegate*<int, int> function, int x) => function(x);
    private static string Join(params string[] parts) => string.Concat(parts);
    private static int Stack(int count) { Span<int> values = stackalloc int[count]; values.Fill(2); var sum = 0; foreach (var v in values) sum += v; return sum; }
    private static Big4 MakeBig(int a) => new() { A = a, B = a + 1, C = a + 2, D = a + 3 };
    private static (int, string) Pair(int x) => (x, x.ToString());
    private static decimal Price(int x) => x * 1.5m;
    private static double Half(int x) => x / 2.0;
    private static float Third(int x) => x / 3f;
    private static char Letter(int x) => (char)('a' + x);
    private static bool IsEven(int x) => x % 2 == 0;
    private static long Wide(int x) => x * 10_000_000_000L;
    private static nint NativeInt(int x) => x * 2;
    private static Guid MakeGuid() => new("00000001-0002-0003-0405-060708090a0b");
    private static DayOfWeek Day(int x) => (DayOfWeek)x;
    private static int? Maybe(int x) => x < 0 ? null : x;
    private static dynamic MakeDynamic(int x) => x;
    private static Int128 Big128() => Int128.MaxValue;
    private static int Volatile() => s_volatile;
    private static int FromTyped() { var x = 8; var reference = __makeref(x); return Typed(reference); }
    private static int Typed(TypedReference reference) => __refvalue(reference, int);
    private static int[,] Grid() => new[,] { { 1, 2 }, { 3, 4 } };

    private static int ManyLocals(int seed)
    {
        int a0 = seed, a1 = a0 + 1, a2 = a1 + a0, a3 = a2 + a1, a4 = a3 ^ a2, a5 = a4 + a3, a6 = a5 ^ a4, a7 = a6 + a5, a8 = a7 + a6, a9 = a8 ^ a7;
        Span<int> values = stackalloc int[300];
        for (var i = 0; i < values.Length; i++)
            values[i] = a9 + i + a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8;
        return values[299] + values[0];
    }

    public struct Point { public int X, Y; }
    public struct Big4 { public int A, B, C, D; }
    public ref struct Holder
    {
        public Span<int> Values;
        public readonly int First() => Values[0];
    }
}
