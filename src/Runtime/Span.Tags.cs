using System.Runtime.CompilerServices;
using DdRun.Tracing;

namespace DdRun;

public partial class Span
{
    /// <summary>More tags than this on one span are left out.</summary>
    internal const int MaxTags = 4096;

    /// <summary>Text beyond this is cut, as the agent would.</summary>
    internal const int MaxTagChars = 25_000;

    /// <summary>What a tag takes besides its text, in characters.</summary>
    private const int TagOverhead = 24;

    // Stands for the value of a tag that was not there.
    internal static readonly object NoTag = new();

    // Most spans have few tags: two live in the span itself. A value is a string, a boxed long or a boxed double.
    private string? _key0, _key1;
    private object? _value0, _value1;
    private SpanExtras? _extras;

    /// <summary>
    /// Sets a text tag; <c>null</c> removes it. <c>service.name</c>, <c>resource.name</c> and <c>span.type</c> set the property,
    /// <c>manual.keep</c> and <c>manual.drop</c> decide for the whole trace, whatever the value.
    /// </summary>
    public Span SetTag(string key, string? value)
    {
        if (key is null || !IsEditable)
            return this;
        if (value is null || value.Length > MaxTagChars || SpecialTags.MayHandle(key))
            return SetUnusualTag(key, value);
        // What nearly every tag is: text, and new.
        var state = Lock();
        if (_extras is not null)
        {
            Put(key, value);
        }
        else if (_key0 is null)
        {
            (_key0, _value0) = (key, value);
            _tagChars += value.Length + TagOverhead;
        }
        else if (_key1 is null && !Same(_key0, key))
        {
            (_key1, _value1) = (key, value);
            _tagChars += value.Length + TagOverhead;
        }
        else
        {
            Put(key, value);
        }
        Unlock(state);
        return this;
    }

    /// <summary>Sets a numeric tag.</summary>
    public Span SetTag(string key, long value)
    {
        if (key is null || !IsEditable || SpecialTags.Handle(this, key, value))
            return this;
        Store(key, BoxedNumbers.Box(value));
        return this;
    }

    /// <summary>Sets a numeric tag; NaN and infinities are left out.</summary>
    public Span SetTag(string key, double value)
    {
        if (key is null || !IsEditable || SpecialTags.Handle(this, key, value) || !double.IsFinite(value))
            return this;
        Store(key, BoxedNumbers.Box(value));
        return this;
    }

    /// <summary>Sets a text tag to <c>true</c> or <c>false</c>.</summary>
    public Span SetTag(string key, bool value) => key == "_dd.measured" ? SetTag(key, value ? 1L : 0L) : SetTag(key, value ? "true" : "false");

    /// <summary>Sets a tag by the value's kind: text, number, bool, enum, or else its invariant text. A value without text form, or whose text form throws, is left out.</summary>
    public Span SetTag(string key, object? value) => value switch
    {
        null => SetTag(key, (string?)null),
        string text => SetTag(key, text),
        bool flag => SetTag(key, flag),
        int number => SetTag(key, number),
        long number => SetTag(key, number),
        double number => SetTag(key, number),
        float number => SetTag(key, number),
        uint number => SetTag(key, number),
        short number => SetTag(key, number),
        ushort number => SetTag(key, number),
        byte number => SetTag(key, number),
        sbyte number => SetTag(key, number),
        ulong number when number <= long.MaxValue => SetTag(key, (long)number),
        _ => SetTextOf(key, value),
    };

    /// <summary>Sets several tags, each by its value's kind.</summary>
    public Span SetTags(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags ?? [])
            SetTag(key, value);
        return this;
    }

    /// <summary>Sets several text tags.</summary>
    public Span SetTags(IEnumerable<KeyValuePair<string, string?>> tags)
    {
        foreach (var (key, value) in tags ?? [])
            SetTag(key, value);
        return this;
    }

    /// <summary>Sets a number; <c>null</c> removes it, NaN and infinities are left out.</summary>
    public Span SetMetric(string key, double? value)
    {
        if (key is null || !IsEditable)
            return this;
        if (value is null)
            Store(key, null);
        else if (key == TraceTags.Measured)
            SetTag(key, value.Value);
        else if (double.IsFinite(value.Value))
            Store(key, BoxedNumbers.Box(value.Value));
        return this;
    }

    /// <summary>A text tag's value, global tags included; <c>null</c> when there is none or it is a number.</summary>
    public string? GetTag(string key) => Find(key) as string;

    /// <summary>A numeric tag's value; <c>null</c> when there is none or it is text.</summary>
    public double? GetMetric(string key) => Find(key) is { } value and not string ? BoxedNumbers.ToDouble(value) : null;

    /// <summary>Stores without looking for special keys, on finished spans too. A value is text, a boxed long, a boxed double, or null to remove.</summary>
    internal void Store(string key, object? value)
    {
        if (value is string { Length: > MaxTagChars } text)
            value = TagText.Cut(text);
        var state = Lock();
        if (value is null)
            Remove(key);
        else
            Put(key, value);
        Unlock(state);
    }

    /// <summary>Stores a value as it is: also texts of any length, bools and arrays, which only exporters by OTLP send.</summary>
    internal void StoreWhole(string key, object value)
    {
        var state = Lock();
        Put(key, value);
        Unlock(state);
    }

    private Span SetTextOf(string key, object value)
    {
        var text = TagText.Of(value);
        return text is null && !SpecialTags.NeedsNoValue(key) ? this : SetTag(key, text);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Span SetUnusualTag(string key, string? value)
    {
        if (!SpecialTags.Handle(this, key, value))
            Store(key, value);
        return this;
    }

    /// <summary>The tags in no particular order: <c>(key, value)</c> by index until it answers false.</summary>
    internal bool TryGetTag(int index, out string key, out object value) =>
        TryGetOwnTag(index, out key, out value) || TryGet(Shared, index - OwnTags, out key, out value);

    /// <summary>The same without <see cref="Shared"/> ones.</summary>
    internal bool TryGetOwnTag(int index, out string key, out object value)
    {
        if (index == 0)
        {
            key = _key0!;
            value = _value0!;
        }
        else if (index == 1)
        {
            key = _key1!;
            value = _value1!;
        }
        else
        {
            return TryGet(_extras is SharedTags ? null : _extras, index - 2, out key, out value);
        }
        return key is not null;
    }

    private static bool TryGet(SpanExtras? extras, int index, out string key, out object value)
    {
        if (extras is null || index >= extras.TagCount)
        {
            (key, value) = (null!, null!);
            return false;
        }
        key = Unsafe.As<string>(extras.Tags![index * 2]!);
        value = extras.Tags[index * 2 + 1]!;
        return true;
    }

    /// <summary>The tag that was set first, unless it was removed.</summary>
    internal string? FirstTag => _key0;

    /// <summary>Of the tag that was set first; mostly a text that only this span has.</summary>
    internal object? FirstValue => _value0;

    private int OwnTags => (_key1 is not null ? 2 : _key0 is not null ? 1 : 0) + (_extras is null or SharedTags ? 0 : _extras.TagCount);

    internal object? Find(string key)
    {
        if (key is null)
            return null;
        // Nobody changes a finished span, and the writer asks for every trace.
        if (!IsEditable)
            return FindSent(key);
        var state = Lock();
        var value = FindStored(key);
        Unlock(state);
        return OrGlobal(key, value);
    }

    /// <summary>The tag's value, global tags included; for the writer, which needs no lock.</summary>
    internal object? FindSent(string key) => OrGlobal(key, FindStored(key));

    private object? OrGlobal(string key, object? value) => value switch
    {
        null => Root.Snapshot.FindGlobal(key),
        RemovedTag => null,
        _ => value,
    };

    /// <summary>What was stored on this span itself, <see cref="RemovedTag"/> included; for the writer, which needs no lock.</summary>
    internal object? FindStored(string key)
    {
        if (Same(_key0, key))
            return _value0;
        if (Same(_key1, key))
            return _value1;
        return _extras?.Find(key) ?? _extras?.Shared?.Find(key);
    }

    private void Put(string key, object value)
    {
        object? replaced = NoTag;
        // Before anything is looked up: some of the copy goes into the slots.
        if (Shared is { } shared && shared.Has(key))
            CopyShared();
        if (Same(_key0, key))
            (replaced, _value0) = (_value0, value);
        else if (Same(_key1, key))
            (replaced, _value1) = (_value1, value);
        else if (_key1 is null)
            PutInSlot(key, value);
        else if (!OwnExtras().TryPut(key, value, out replaced))
            return;
        // Setting a tag again must not make the span heavier and heavier.
        _tagChars += CharsOf(value) - (ReferenceEquals(replaced, NoTag) ? -TagOverhead : CharsOf(replaced));
    }

    private void PutInSlot(string key, object value)
    {
        if (_key0 is null)
            (_key0, _value0) = (key, value);
        else
            (_key1, _value1) = (key, value);
    }

    private static int CharsOf(object? value) => value is string text ? text.Length : 0;

    private void Remove(string key)
    {
        if (Root.Snapshot.FindGlobal(key) is not null)
        {
            Put(key, RemovedTag.Instance);
            return;
        }
        if (Shared is { } shared && shared.Has(key))
            CopyShared();
        // The slots stay gapless: the last tag moves into the hole.
        if (Same(_key0, key))
            (_key0, _value0, _key1, _value1) = TakeLast() is var (k, v) && k is not null ? (k, v, _key1, _value1) : (_key1, _value1, null, null);
        else if (Same(_key1, key))
            (_key1, _value1) = TakeLast();
        else if (_extras is not SharedTags)
            _extras?.Remove(key);
    }

    private (string? Key, object? Value) TakeLast() => _extras is { TagCount: > 0 } extras and not SharedTags ? extras.TakeLast() : (null, null);

    internal static bool Same(string? a, string b) => ReferenceEquals(a, b) || (a is not null && a.Length == b.Length && string.Equals(a, b));
}
