namespace Profiled;

/// <summary>What woven bodies call.</summary>
public static class Hits
{
    static int s_first, s_second;

    public static int First => s_first;

    public static int Second => s_second;

    public static string? Text { get; private set; }

    public static List<Type> Types { get; } = [];

    public static void CountFirst() => Interlocked.Increment(ref s_first);

    public static void CountSecond() => Interlocked.Increment(ref s_second);

    public static void Say(string text) => Text = text;

    public static void See<T>()
    {
        lock (Types)
            Types.Add(typeof(T));
    }

    public static void Reset()
    {
        s_first = s_second = 0;
        Types.Clear();
    }
}
