namespace DdRun.Probes;

/// <summary>
/// Gives a library a copy of an object of the application's that must carry something of ours: the object itself stays as it was, for every thread and
/// at every moment. One instance serves all calls, from any thread; what it throws is logged, and the library gets the application's object.
/// </summary>
internal interface ILender
{
    /// <summary>The copy that the library gets. What is no better than the original, or of a type that the library could not take, is left out.</summary>
    /// <param name="value">The argument, or the result, that the rule lends.</param>
    /// <param name="other">The rule's value: the instance or another argument. Null where it names none.</param>
    object? Lend(object? value, object? other);
}
