namespace DdRun.Instrumentation.Manifests;

/// <summary>Text as it stands, or the first of several values that an activity has.</summary>
/// <param name="Text">What stands there; empty for a value.</param>
/// <param name="Names">Tags, or words of the language; null for text.</param>
/// <param name="IsPascal">Whether <c>indices.exists</c> is written <c>IndicesExists</c>.</param>
internal sealed record ActivityTemplatePart(string Text, string[]? Names, bool IsPascal);
