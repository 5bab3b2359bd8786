namespace DdRun.Instrumentation.Weaving;

/// <summary>Where offsets of the original code have come to lie; labels are only made for those that somebody asks for.</summary>
internal sealed class LabelTable(int length)
{
    private readonly int[] _places = new int[length + 1];
    private Dictionary<int, Label>? _labels;

    public void Mark(int offset, int place)
    {
        _places[offset] = place + 1;
        if (_labels is not null && _labels.TryGetValue(offset, out var label))
            label.Offset = place;
    }

    public Label Get(int offset)
    {
        _labels ??= [];
        if (!_labels.TryGetValue(offset, out var label))
            _labels.Add(offset, label = new Label { Offset = _places[offset] - 1 });
        return label;
    }
}
