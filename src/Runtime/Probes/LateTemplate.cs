namespace DdRun.Probes;

/// <summary>One template that is filled in when the call has ended.</summary>
/// <param name="Template">Which template of the site.</param>
/// <param name="Holes">The words of each hole's expression; see <see cref="Expressions.LateReader"/>.</param>
internal sealed record LateTemplate(int Template, string[][] Holes);
