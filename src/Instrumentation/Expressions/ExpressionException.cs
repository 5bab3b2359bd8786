namespace DdRun.Instrumentation.Expressions;

/// <summary>A mistake in an expression, and where.</summary>
internal sealed class ExpressionException(int column, string message) : Exception(message)
{
    public int Column => column;
}
