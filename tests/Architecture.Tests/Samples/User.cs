namespace DdRun.Architecture.Tests.Samples;

/// <summary>Names each of the others in another way.</summary>
public class User : Base, IContract
{
    internal Held? Field { get; set; }

    [Mark]
    public static Func<int> Use(Taken? taken)
    {
        try
        {
            Called.Now();
            return () => Closed.One + Array.Empty<List<Argument>>().Length + (taken is null ? 0 : 1);
        }
        catch (CaughtException)
        {
            return static () => 0;
        }
    }
}
