namespace DdRun.Instrumentation.Il;

/// <summary>Numbers, kept for the next method when one is done.</summary>
internal sealed class IntBuffer
{
    private int[] _numbers = new int[64];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    public void Add(int number)
    {
        if (Count == _numbers.Length)
            Array.Resize(ref _numbers, Count * 2);
        _numbers[Count++] = number;
    }

    public void Clear() => Count = 0;
}
