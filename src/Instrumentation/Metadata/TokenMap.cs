namespace DdRun.Instrumentation.Metadata;

/// <summary>
/// Things by the tokens of one metadata table, each found and added at once whatever the order. Not a dictionary: over numbers that is not
/// precompiled, and a start needs some 40 of its methods.
/// </summary>
internal sealed class TokenMap<T>
    where T : class
{
    private const int RowMask = 0x00FFFFFF, PageBits = 8, PageSize = 1 << PageBits;

    private T?[]?[] _pages = [];
    private int _table;

    public int Count { get; private set; }

    /// <summary>In the order of their tokens.</summary>
    public List<T> Values
    {
        get
        {
            var values = new List<T>(Count);
            foreach (var page in _pages)
            {
                foreach (var value in page ?? [])
                {
                    if (value is not null)
                        values.Add(value);
                }
            }
            return values;
        }
    }

    public T? Find(int token)
    {
        var row = token & RowMask;
        return row >> PageBits < _pages.Length ? _pages[row >> PageBits]?[row & (PageSize - 1)] : null;
    }

    /// <exception cref="ArgumentException">The token is there already, or is of another table.</exception>
    public void Add(int token, T value)
    {
        var (row, table) = (token & RowMask, token & ~RowMask);
        if (Count == 0)
            _table = table;
        if (table != _table)
            throw new ArgumentException("the token is of another table");
        if (row >> PageBits >= _pages.Length)
            Array.Resize(ref _pages, Math.Max(_pages.Length * 2, (row >> PageBits) + 1));
        ref var place = ref (_pages[row >> PageBits] ??= new T?[PageSize])[row & (PageSize - 1)];
        if (place is not null)
            throw new ArgumentException("the token is there already");
        place = value;
        Count++;
    }

    public void Remove(int token)
    {
        if (Find(token) is null)
            return;
        var row = token & RowMask;
        _pages[row >> PageBits]![row & (PageSize - 1)] = null;
        Count--;
    }
}
