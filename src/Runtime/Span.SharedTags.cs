using DdRun.Tracing;

namespace DdRun;

public partial class Span
{
    /// <summary>The tags that this span still has in common with others.</summary>
    internal SharedTags? Shared => _extras as SharedTags;

    /// <summary>Sets tags that other spans have as well. At best before any other tag.</summary>
    internal void SetSharedTags(SharedTags tags)
    {
        if (!IsEditable)
            return;
        var state = Lock();
        if (_extras is null && (_key0 is null || !tags.Has(_key0)) && (_key1 is null || !tags.Has(_key1)))
        {
            _extras = tags;
        }
        else
        {
            for (var i = 0; i < tags.TagCount; i++)
                Put((string)tags.Tags![i * 2]!, tags.Tags[i * 2 + 1]!);
        }
        Unlock(state);
    }

    /// <summary>All that is known of a call to another system, at once and without locks: for a span that nobody else has yet.</summary>
    /// <param name="service">Null leaves it.</param>
    /// <param name="resource">What is done there.</param>
    /// <param name="type">The category.</param>
    /// <param name="shared">What other calls have as well.</param>
    /// <param name="key">None of <see cref="SpecialTags"/>, nor one that is shared.</param>
    /// <param name="value">Null for no such tag.</param>
    internal void Describe(string? service, string resource, string type, SharedTags shared, string key, string? value)
    {
        if (IsFinished)
            return;
        (_resource, _type) = (resource, type);
        if (service is not null)
        {
            _service = service;
            _state |= ServiceGivenBit;
        }
        if (_key0 is not null || _extras is not null)
        {
            SetSharedTags(shared);
            SetTag(key, value);
            return;
        }
        _extras = shared;
        if (value is null)
            return;
        if (value.Length > MaxTagChars)
            value = TagText.Cut(value);
        (_key0, _value0) = (key, value);
        _tagChars = value.Length + TagOverhead;
    }

    // Shared ones are copied. Those in the span's own slots come first and leave no gap.
    private SpanExtras OwnExtras()
    {
        if (_extras is not SharedTags shared)
            return _extras ??= new SpanExtras();
        var own = shared.Copy();
        _extras = own;
        for (var i = 0; i < own.TagCount; i++)
            _tagChars += TagOverhead + CharsOf(own.Tags![i * 2 + 1]);
        if (_key0 is null && own.TagCount > 0)
            (_key0, _value0) = own.TakeLast();
        if (_key1 is null && own.TagCount > 0)
            (_key1, _value1) = own.TakeLast();
        return own;
    }
}
