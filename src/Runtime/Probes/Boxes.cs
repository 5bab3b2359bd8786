using System.Runtime.CompilerServices;

namespace DdRun.Probes;

/// <summary>Shared boxes for the small integers, and members of enumerations, that calls are observed with again and again.</summary>
internal static class Boxes<T>
{
    private const int Count = 512;
    private static readonly object?[] s_boxes = new object?[Count];

    public static object? Box(T value)
    {
        if (!typeof(T).IsValueType || Unsafe.SizeOf<T>() != sizeof(int) || (typeof(T) != typeof(int) && !typeof(T).IsEnum))
            return value;
        var number = Unsafe.As<T, uint>(ref value);
        return number < Count ? s_boxes[number] ??= value : value;
    }
}
