using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace DdRun.Viewer.Security;

/// <summary>
/// Who may ask: requests whose <c>Host</c> is this machine (a foreign name that resolves here is somebody else's page: DNS rebinding), whose
/// <c>Origin</c>, where there is one, is this page, and which for the page and the API bring the token.
/// </summary>
internal sealed class AccessGuard(IPAddress listen, string? token)
{
    public const string Cookie = "dd-run-view";

    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token ?? "");

    public string? Token => token;

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Answers itself, and returns false, where the request may not go on.</summary>
    /// <param name="isPage">Whether it is for the page and its API, and not from a sender of traces.</param>
    public bool Admit(HttpContext context, bool isPage)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        if (!IsOwnHost(context.Request.Host.Host))
            return Refuse(context, StatusCodes.Status421MisdirectedRequest);
        if (!IsOwnOrigin(context.Request))
            return Refuse(context, StatusCodes.Status403Forbidden);
        if (!isPage || token is null)
            return true;

        if (IsToken(context.Request.Cookies[Cookie + context.Connection.LocalPort]) || IsToken(Bearer(context.Request.Headers.Authorization)))
            return true;
        if (context.Request.Path == "/" && IsToken(context.Request.Query["token"]))
        {
            // Out of the address, where it would be copied with every link; cookies know no ports, so the name does.
            context.Response.Cookies.Append(
                Cookie + context.Connection.LocalPort, token, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            context.Response.Redirect("/");
            return false;
        }

        return Refuse(context, StatusCodes.Status401Unauthorized);
    }

    private bool IsOwnHost(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return IPAddress.IsLoopback(address) || !IPAddress.IsLoopback(listen);
        return !IPAddress.IsLoopback(listen) && host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none") && request.Path != "/")
            return false;
        return request.Headers.Origin is not [{ } origin] || origin == $"{request.Scheme}://{request.Host}";
    }

    private static string? Bearer(StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..] : null;

    private bool IsToken(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);

    private static bool Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return false;
    }
}
