namespace DdRun.Tracing;

/// <summary>Shared boxes for the integers that tags mostly hold: status codes, counts, flags.</summary>
internal static class BoxedNumbers
{
    private const int Lowest = -1, Highest = 1023;
    private static readonly object[] s_boxes = Create();

    public static object Box(long value) =>
        value is >= Lowest and <= Highest ? s_boxes[value - Lowest] : value;

    public static object Box(double value) =>
        value is >= Lowest and <= Highest && (long)value == value ? s_boxes[(long)value - Lowest] : value;

    /// <summary>Not a number for what is none, such as a bool that came with an activity.</summary>
    public static double ToDouble(object number) => number is long integer ? integer : number is double value ? value : double.NaN;

    private static object[] Create()
    {
        var boxes = new object[Highest - Lowest + 1];
        for (var i = 0; i < boxes.Length; i++)
            boxes[i] = (long)(i + Lowest);
        return boxes;
    }
}
