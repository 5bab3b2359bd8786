namespace DdRun.Launcher.Live.Channel;

/// <summary>From the kernel: the framework's generator would load OpenSSL, which a launcher that is linked statically must not.</summary>
internal static class Randomness
{
    /// <param name="bytes">How many; twice as many digits.</param>
    public static string Hex(int bytes)
    {
        var random = new byte[bytes];
        using var stream = new FileStream("/dev/urandom", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        stream.ReadExactly(random);
        return Convert.ToHexStringLower(random);
    }
}
