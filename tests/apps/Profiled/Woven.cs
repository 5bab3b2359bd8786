using System.Runtime.CompilerServices;

namespace Profiled;

/// <summary>Methods to weave. AggressiveOptimization makes the runtime inline at once and not after many calls.</summary>
public static class Woven
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Inlined(int value) => value + 1;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Inliner(int value) => Inlined(value) * 2;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Loop(int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
            sum = Inlined(sum);
        return sum;
    }

    /// <summary>Goes round until it is told to stop, in code that the runtime replaces on the way.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Turn(ref bool stop, ref long turns)
    {
        long seen = 0;
        while (!Volatile.Read(ref stop))
        {
            seen += 2;
            Volatile.Write(ref turns, seen);
        }
        return seen;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Plain(int value) => value + 2;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Other(int value) => value + 3;

    public static int Sum { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Divide(int value, int by)
    {
        Sum = value + by;
        return value / by;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int DivideToo(int value, int by)
    {
        Sum = value + by;
        return value / by;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Same<T>(T value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Smaller<T>(T left, T right) where T : IComparable<T> => left.CompareTo(right) < 0 ? left : right;
}

public class Box<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public T Same(T value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T StaticSame(T value) => value;
}

public static class Initialised
{
    public static readonly int Value = Note();

    static Initialised()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Read() => Value;

    static int Note()
    {
        Console.WriteLine("static constructor");
        return 4;
    }
}
