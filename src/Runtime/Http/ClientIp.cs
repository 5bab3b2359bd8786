using System.Net;
using System.Net.Sockets;
using DdRun.Configuration;

namespace DdRun.Http;

/// <summary>The address a request came from, seen through proxies.</summary>
internal static class ClientIp
{
    private static readonly string[] s_headers =
    [
        "x-forwarded-for", "x-real-ip", "true-client-ip", "x-client-ip", "forwarded", "forwarded-for", "x-cluster-client-ip", "fastly-client-ip",
        "cf-connecting-ip", "cf-connecting-ipv6",
    ];

    /// <param name="headers">Names in any case, with hyphens or underscores.</param>
    /// <param name="peer">Address of the connection.</param>
    /// <param name="settings">Whether to look, and at which header.</param>
    /// <returns>The first public address of the first header that is there, else the peer if it is public, else the first private one.</returns>
    public static string? Find(IEnumerable<KeyValuePair<string, string>> headers, string? peer, Settings settings)
    {
        if (!settings.ClientIpEnabled)
            return null;
        string? firstPrivate = null;
        if (settings.ClientIpHeader is { } configured)
        {
            // A header that somebody chose holds exactly one address, or the request did not come the way he thinks.
            if (Get(headers, Name(configured)) is not { } only || Parse(only) is not { } address)
                return null;
            if (IsPublic(address))
                return only;
            firstPrivate = only;
        }
        else
        {
            foreach (var name in s_headers)
            {
                if (Get(headers, name) is not { } value)
                    continue;
                if (FirstPublic(value, ref firstPrivate) is { } found)
                    return found;
                break;
            }
        }
        var peerAddress = peer == null ? null : Parse(peer);
        if (peerAddress != null && IsPublic(peerAddress))
            return peer;
        return firstPrivate ?? (peerAddress != null ? peer : null);
    }

    /// <summary>Whether an address can be reached from anywhere. Multicast counts as public, as in the other tracers.</summary>
    public static bool IsPublic(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        // Servers that listen on both protocols see their IPv4 clients as mapped.
        return length == 4 ? IsPublicV4(bytes) : IsMapped(bytes) ? IsPublicV4(bytes[12..]) : IsPublicV6(bytes);
    }

    private static string? FirstPublic(string value, ref string? firstPrivate)
    {
        foreach (var part in value.Split(','))
        {
            var text = Unwrap(part.Trim());
            if (Parse(text) is not { } address)
                continue;
            // The other tracers do not read mapped addresses that are written with dots.
            var isDotted = address.AddressFamily == AddressFamily.InterNetworkV6 && text.Contains('.', StringComparison.Ordinal);
            if (!isDotted && IsPublic(address))
                return text;
            firstPrivate ??= text;
        }
        return null;
    }

    /// <summary>The address in <c>proto=http;for="[2001:db8::1]:4711"</c>; other text as it stands.</summary>
    private static string Unwrap(string element)
    {
        if (!element.Contains('=', StringComparison.Ordinal))
            return element;
        foreach (var pair in element.Split(';'))
        {
            var trimmed = pair.AsSpan().Trim();
            if (!trimmed.StartsWith("for=", StringComparison.OrdinalIgnoreCase))
                continue;
            var node = trimmed[4..].Trim().Trim('"').ToString();
            if (node.StartsWith('['))
                return node.IndexOf(']', StringComparison.Ordinal) is > 0 and var end ? node[1..end] : node;
            var colon = node.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && colon == node.LastIndexOf(':') ? node[..colon] : node;
        }
        return element;
    }

    // IPAddress reads much more than addresses: "1", "0x7f.1", "[::1]:80".
    private static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;
        Span<byte> bytes = stackalloc byte[4];
        var parts = text.Split('.');
        if (parts.Length != 4)
            return null;
        for (var i = 0; i < 4; i++)
            if (parts[i].Length is 0 or > 3 || (parts[i].Length > 1 && parts[i][0] == '0') || !byte.TryParse(parts[i], System.Globalization.NumberStyles.None, null, out bytes[i]))
                return null;
        return new IPAddress(bytes);
    }

    private static bool IsPublicV4(ReadOnlySpan<byte> b) => (b[0], b[1], b[2]) switch
    {
        (0 or 10 or 127 or >= 240, _, _) => false,
        (100, >= 64 and < 128, _) => false,
        (169, 254, _) or (172, >= 16 and < 32, _) or (192, 168, _) => false,
        (192, 0, 0) => b[3] is 9 or 10,
        (192, 0, 2) or (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
        _ => true,
    };

    private static bool IsPublicV6(ReadOnlySpan<byte> b)
    {
        var high = (ulong)b[0] << 56 | (ulong)b[1] << 48 | (ulong)b[2] << 40 | (ulong)b[3] << 32 | (ulong)b[4] << 24 | (ulong)b[5] << 16 | (ulong)b[6] << 8 | b[7];
        if (high == 0)
            return b[8..].IndexOfAnyExcept((byte)0) >= 0 && !IsLoopback(b);
        if (high >> 57 == 0xFC >> 1 || high >> 54 == 0xFE80 >> 6)
            return false;
        if (high == 0x0100_0000_0000_0000 || high >> 32 == 0x2001_0DB8 || high >> 48 == 0x2002 || high >> 16 == 0x0064_FF9B_0001)
            return false;
        // 2001::/23 is for protocols, save the anycast, AMT, AS112, ORCHID and drone-id blocks in it.
        return high >> 41 != 0x2001_0000 >> 9 || high >> 32 == 0x2001_0003 || high >> 16 == 0x2001_0004_0112 || high >> 36 is 0x2001_002 or 0x2001_003;
    }

    private static bool IsLoopback(ReadOnlySpan<byte> b) => b[15] == 1 && b[8..15].IndexOfAnyExcept((byte)0) < 0;

    private static bool IsMapped(ReadOnlySpan<byte> b) => b[..10].IndexOfAnyExcept((byte)0) < 0 && b[10] == 0xFF && b[11] == 0xFF;

    private static string? Get(IEnumerable<KeyValuePair<string, string>> headers, string name)
    {
        foreach (var (key, value) in headers)
            if (key.Length == name.Length && Name(key) == name)
                return value;
        return null;
    }

    private static string Name(string header) => header.ToLowerInvariant().Replace('_', '-');
}
