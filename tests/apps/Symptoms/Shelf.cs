using System.Runtime.CompilerServices;

namespace Symptoms;

public sealed record Box(string Label);

public static class Shelf
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Box? Take(Box? box) => box;
}
