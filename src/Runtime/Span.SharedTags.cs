using DdRun.Tracing;

namespace DdRun;

public partial class Span
{
    /// <summary>The tags that this span still has in common with others.</summary>
    internal SharedTags? Shared => _extras as SharedTags ?? _extras?.Shared;

    /// <summary>
    /// Sets tags that other spans have as well. Those that are built upon others come after these, and add what is new in them.
    /// </summary>
    internal void SetSharedTags(SharedTags tags)
    {
        if (!IsEditable)
            return;
        var state = Lock();
        if (ReferenceEquals(Shared, tags.Base) && !HasOwnOf(tags))
        {
            if (_extras is null or SharedTags)
                _extras = tags;
            else
                _extras.Shared = tags;
        }
        else
        {
            for (var i = tags.Base?.TagCount ?? 0; i < tags.TagCount; i++)
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
        Describe(shared, key, value);
    }

    /// <summary>What is known of it from the start, at once and without locks: for a span that nobody else has yet.</summary>
    /// <param name="shared">What other spans have as well.</param>
    /// <param name="key">None of <see cref="SpecialTags"/>, nor one that is shared.</param>
    /// <param name="value">Null for no such tag.</param>
    internal void Describe(SharedTags shared, string key, string? value)
    {
        if (IsFinished)
            return;
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

    // Its own keys are few, two as a rule, and none is among those that it shares already.
    private bool HasOwnOf(SharedTags tags)
    {
        for (var i = 0; TryGetOwnTag(i, out var key, out _); i++)
        {
            if (tags.Adds(key))
                return true;
        }
        return false;
    }

    private SpanExtras OwnExtras() => _extras switch
    {
        null => _extras = new SpanExtras(),
        SharedTags shared => _extras = new SpanExtras { Shared = shared },
        var own => own,
    };

    // One of the shared tags is about to change. Those in the span's own slots come first and leave no gap.
    private void CopyShared()
    {
        if (Shared is not { } shared)
            return;
        var own = OwnExtras();
        own.Shared = null;
        for (var i = 0; i < shared.TagCount; i++)
        {
            var (key, value) = ((string)shared.Tags![i * 2]!, shared.Tags[i * 2 + 1]!);
            _tagChars += TagOverhead + CharsOf(value);
            if (_key1 is null)
                PutInSlot(key, value);
            else
                own.TryPut(key, value, out _);
        }
    }
}
