using System.Runtime.CompilerServices;

namespace DdRun.Export.MessagePack;

/// <summary>
/// The indices of texts that come again and again as the same object: keys, names, constants. A third of what a dictionary takes to find them.
/// </summary>
internal sealed class RecurringTexts
{
    private const int Slots = 1024, MaxChars = 512;

    private readonly (string? Text, long Index)[] _slots = new (string?, long)[Slots];
    // Added to all indices: what was kept before the last Forget is below it.
    private long _base;
    private uint _turn;

    /// <summary>Whether the very object was kept. The slot is where <see cref="Keep"/> puts it otherwise, -1 for nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(string text, out int slot, out int index)
    {
        var chars = text.Length;
        if (chars is 0 or > MaxChars)
        {
            (slot, index) = (-1, -1);
            return false;
        }
        slot = SlotOf(text, Slots);
        if (!ReferenceEquals(_slots[slot].Text, text))
        {
            // Two that share a slot would push each other out for ever.
            slot ^= 1;
            if (!ReferenceEquals(_slots[slot].Text, text))
            {
                slot ^= (int)(_turn++ & 1);
                index = -1;
                return false;
            }
        }
        index = (int)(_slots[slot].Index - _base);
        return index >= 0;
    }

    /// <summary>Where a text that is not empty belongs in a table, whose size is a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SlotOf(string text, int slots) =>
        (text.Length * 31 + text[0] * 7 + text[text.Length >> 1] * 131 + text[^1] * 13) & (slots - 1);

    public void Keep(int slot, string text, int index)
    {
        if (slot >= 0)
            _slots[slot] = (text, _base + index);
    }

    /// <summary>All indices below the given number are void.</summary>
    public void Forget(int count) => _base += count;
}
