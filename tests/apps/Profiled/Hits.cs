namespace Profiled;

/// <summary>What woven bodies call.</summary>
public static class Hits
{
    public static int First { get; private set; }

    public static int Second { get; private set; }

    public static string? Text { get; private set; }

    public static List<Type> Types { get; } = [];

    public static void CountFirst() => First++;

    public static void CountSecond() => Second++;

    public static void Say(string text) => Text = text;

    public static void See<T>() => Types.Add(typeof(T));

    public static void Reset()
    {
        First = Second = 0;
        Types.Clear();
    }
}
