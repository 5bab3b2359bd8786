namespace DdRun.Viewer.Filters;

internal enum FilterComparison
{
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    /// <summary>The tag is there, whatever its value: <c>key:*</c>.</summary>
    Exists,
}
