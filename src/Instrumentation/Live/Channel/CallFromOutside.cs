namespace DdRun.Instrumentation.Live.Channel;

/// <summary>Where somebody waits who wants to look into the process: <c>1;key;address</c>.</summary>
/// <param name="Key">By which we show that we were asked.</param>
/// <param name="Address">A socket's path.</param>
internal sealed record CallFromOutside(string Key, string Address)
{
    /// <summary>The version of what is spoken.</summary>
    public const int Protocol = 1;

    public static CallFromOutside? Read(string text)
    {
        var parts = text.Split(';', 3);
        return parts is ["1", { Length: 32 } key, { Length: > 0 } address] ? new(key, address) : null;
    }
}
