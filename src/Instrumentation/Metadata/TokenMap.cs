namespace DdRun.Instrumentation.Metadata;

/// <summary>Things by metadata token, in the order of the tokens. Not a SortedDictionary: over numbers that is not precompiled, and a start needs some 40 of its methods.</summary>
internal sealed class TokenMap<T>
    where T : class
{
    private readonly List<int> _tokens = [];
    private readonly List<T> _values = [];

    public int Count => _tokens.Count;

    public List<T> Values => _values;

    public int TokenAt(int index) => _tokens[index];

    public T? Find(int token) => IndexOf(token) is >= 0 and var index ? _values[index] : null;

    public void Add(int token, T value)
    {
        var index = IndexOf(token);
        if (index >= 0)
            throw new ArgumentException("the token is there already");
        _tokens.Insert(~index, token);
        _values.Insert(~index, value);
    }

    public void Remove(int token)
    {
        var index = IndexOf(token);
        if (index < 0)
            return;
        _tokens.RemoveAt(index);
        _values.RemoveAt(index);
    }

    private int IndexOf(int token)
    {
        int low = 0, high = _tokens.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_tokens[middle] == token)
                return middle;
            if (_tokens[middle] < token)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}
