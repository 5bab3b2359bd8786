namespace DdRun.Probes;

/// <summary>One hole of one template: members, or indexes in brackets, from the result on. Empty: the result itself.</summary>
/// <param name="Template">Which template of the site.</param>
/// <param name="Part">Which of its holes; negative when the template is this value and nothing else.</param>
/// <param name="Last">Whether the template is complete afterwards.</param>
/// <param name="Steps">Names, or <c>[0]</c>, or <c>["key"]</c>.</param>
internal sealed record TaskResultPath(int Template, int Part, bool Last, string[] Steps);
