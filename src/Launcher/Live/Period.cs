namespace DdRun.Launcher.Live;

/// <summary>A length of time as somebody has written it, which is how help shows it.</summary>
internal readonly record struct Period(TimeSpan Time, string Text)
{
    public override string ToString() => Text;
}
