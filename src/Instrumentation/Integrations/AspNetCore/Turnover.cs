namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>
/// When what is not remembered takes the place of what is: once in so many times. What comes again and again gets in, and what never comes
/// again costs little and pushes little out.
/// </summary>
internal struct Turnover
{
    private const int Misses = 16;

    // Several threads may lose a count.
    private uint _count;

    public bool IsDue() => ++_count % Misses == 0;
}
