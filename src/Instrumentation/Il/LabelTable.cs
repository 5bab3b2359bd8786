namespace DdRun.Instrumentation.Il;

/// <summary>Where offsets of the original code have come to lie; labels are only made for those that somebody asks for.</summary>
internal sealed class LabelTable
{
    private readonly Dictionary<int, Label> _labels = [];
    private int[] _places = [];

    /// <summary>Makes it empty, for code of a length.</summary>
    public void Reset(int length)
    {
        _labels.Clear();
        if (_places.Length <= length)
            _places = new int[Math.Max(256, length * 2)];
        else
            Array.Clear(_places, 0, length + 1);
    }

    public void Mark(int offset, int place)
    {
        _places[offset] = place + 1;
        if (_labels.Count > 0 && _labels.TryGetValue(offset, out var label))
            label.Offset = place;
    }

    public Label Get(int offset)
    {
        if (!_labels.TryGetValue(offset, out var label))
            _labels.Add(offset, label = new Label { Offset = _places[offset] - 1 });
        return label;
    }
}
