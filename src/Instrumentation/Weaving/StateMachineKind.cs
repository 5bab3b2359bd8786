namespace DdRun.Instrumentation.Weaving;

internal enum StateMachineKind
{
    None,
    Async,
    Iterator,
    AsyncIterator,
}
