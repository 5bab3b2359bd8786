namespace DdRun.Export.Otlp;

/// <summary>Texts made of two others or of a part of one, remembered: most spans are called as another was. On the writer's thread.</summary>
internal sealed class NamePairs
{
    private const int Slots = 512;

    private readonly Entry?[] _slots = new Entry?[Slots];

    public string Of(string first, string second, char between = ' ')
    {
        ref var slot = ref _slots[Slot(first, second, between)];
        if (slot is { } known && Span.Same(known.First, first) && Span.Same(known.Second, second) && known.Between == between)
            return known.Text;
        var text = string.Concat(first, between.ToString(), second);
        slot = new(first, second, between, text);
        return text;
    }

    public string Part(string text, int start) => Part(text, start, text.Length);

    public string Part(string text, int start, int end)
    {
        if (start == 0 && end == text.Length)
            return text;
        ref var slot = ref _slots[Slot(text, "", (char)(start ^ end))];
        if (slot is { } known && Span.Same(known.First, text) && known.Second.Length == 0 && known.Between == (char)(start ^ end) && known.Text.Length == end - start)
            return known.Text;
        var part = text[start..end];
        slot = new(text, "", (char)(start ^ end), part);
        return part;
    }

    private static int Slot(string first, string second, char between) =>
        (Mix(first) * 31 + Mix(second) * 7 + between) & (Slots - 1);

    private static int Mix(string text) => text.Length == 0 ? 0 : text.Length * 131 + text[0] * 31 + text[text.Length / 2] * 17 + text[^1];

    private sealed record Entry(string First, string Second, char Between, string Text);
}
