namespace DdRun.Instrumentation.Il;

/// <summary>A place in code that is being written.</summary>
internal sealed class Label
{
    public int Offset = -1;
}
