namespace DdRun.Sampling;

internal static class SamplingMechanism
{
    public const int Default = 0;
    public const int AgentRate = 1;
    public const int LocalRule = 3;
    public const int Manual = 4;
    public const int Security = 5;
    public const int SpanRule = 8;
    public const int RemoteUserRule = 11;
    public const int RemoteDynamicRule = 12;

    /// <summary><c>_dd.p.dm</c>.</summary>
    public static string Tag(int mechanism) => mechanism switch
    {
        Default => "-0",
        AgentRate => "-1",
        LocalRule => "-3",
        Manual => "-4",
        _ => "-" + mechanism.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
