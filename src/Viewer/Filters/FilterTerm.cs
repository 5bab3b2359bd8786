namespace DdRun.Viewer.Filters;

/// <summary>One word of a filter.</summary>
/// <param name="Field">What it looks at; with <see cref="FilterField.Tag"/> or <see cref="FilterField.Text"/>.</param>
/// <param name="Key">The tag's name.</param>
/// <param name="Comparison">How a value is compared.</param>
/// <param name="Text">The value, where it is a text: with * for anything.</param>
/// <param name="Number">The value, where it is compared by size; nanoseconds for durations.</param>
/// <param name="Negated">True when the term must not hold.</param>
internal sealed record FilterTerm(FilterField Field, string Key, FilterComparison Comparison, string Text, double Number, bool Negated);
