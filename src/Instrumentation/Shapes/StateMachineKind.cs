namespace DdRun.Instrumentation.Shapes;

internal enum StateMachineKind
{
    None,
    Async,
    Iterator,
    AsyncIterator,
}
