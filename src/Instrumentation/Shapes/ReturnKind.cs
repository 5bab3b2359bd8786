namespace DdRun.Instrumentation.Shapes;

/// <summary>How a method's call comes to its end.</summary>
internal enum ReturnKind
{
    Void,
    Value,
    Task,
    TaskOfT,
    ValueTask,
    ValueTaskOfT,
    Enumerable,
    Enumerator,
    EnumerableOfT,
    EnumeratorOfT,
    AsyncEnumerable,
    AsyncEnumerator,

    /// <summary>An async method of which only the state machine knows the end: <c>async void</c>, or a builder of somebody's own.</summary>
    Pending,
}
