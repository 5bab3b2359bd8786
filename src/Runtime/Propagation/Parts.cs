namespace DdRun.Propagation;

/// <summary>The parts of a text between separators, without allocating. (The framework has this from .NET 9 on.)</summary>
internal ref struct Parts(ReadOnlySpan<char> text, char separator)
{
    private ReadOnlySpan<char> _rest = text;
    private bool _done;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Parts GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_done)
            return false;
        var end = _rest.IndexOf(separator);
        _done = end < 0;
        Current = _done ? _rest : _rest[..end];
        _rest = _done ? [] : _rest[(end + 1)..];
        return true;
    }
}
