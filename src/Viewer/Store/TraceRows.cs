namespace DdRun.Viewer.Store;

/// <summary>Traces by their number, which grows with each; the oldest can be removed.</summary>
internal sealed class TraceRows
{
    private const int PageSize = 4096;
    private readonly List<TraceRow[]> _pages = [];
    private long _firstPage;

    /// <summary>The number of the oldest trace.</summary>
    public long First { get; private set; }

    /// <summary>The number that the next trace gets.</summary>
    public long End { get; private set; }

    public long Memory => (long)_pages.Count * PageSize * 72;

    public ref TraceRow this[long number] => ref _pages[(int)((number / PageSize) - _firstPage)][number % PageSize];

    public long Add()
    {
        if (End / PageSize - _firstPage == _pages.Count)
            _pages.Add(new TraceRow[PageSize]);
        return End++;
    }

    /// <summary>Lets go of the oldest that are empty.</summary>
    public void Trim()
    {
        while (First < End && this[First].Spans == 0)
            First++;
        while (_pages.Count > 0 && (_firstPage + 1) * PageSize <= First)
        {
            _pages.RemoveAt(0);
            _firstPage++;
        }
    }
}
