using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Lending;

/// <summary>
/// Copies of the application's objects that only one call of a library ever sees. What the application may share between threads, use again or look at
/// afterwards is never written to: whoever has something to add adds it to a copy, which the library gets through an <see cref="Probes.ILender"/>.
/// </summary>
internal static class PrivateCopy
{
    /// <summary>A copy of the same type, derived ones of the application's too. What it refers to is still shared.</summary>
    public static T Of<T>(T original)
        where T : class => Unsafe.As<T>(MemberwiseClone(original));

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object MemberwiseClone(object original);
}
