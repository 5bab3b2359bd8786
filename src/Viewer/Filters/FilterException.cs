namespace DdRun.Viewer.Filters;

/// <param name="message">What is wrong.</param>
/// <param name="position">Of the word in the filter, from 0 on.</param>
internal sealed class FilterException(string message, int position) : Exception(message)
{
    public int Position => position;
}
