namespace DdRun.Instrumentation.Expressions;

internal enum PathRoot
{
    This,
    Argument,
    Return,
    Method,
    Type,
}
