using Microsoft.Extensions.FileProviders;

namespace DdRun.Viewer.Hosting;

/// <summary>The page's files. Views have addresses of their own, which all are the one page.</summary>
internal static class Page
{
    private const string Missing = """
        <!doctype html><html lang="en"><title>dd-run view</title>
        <p>This build of dd-run has no page: Node was missing when it was made. The API is there: <a href="/api/openapi.json">/api/openapi.json</a>.
        """;

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json",
    };

    public static void Map(WebApplication app, string folder)
    {
        var files = Directory.Exists(folder) ? new PhysicalFileProvider(folder) : (IFileProvider)new NullFileProvider();
        app.MapGet("/{**path}", async context =>
        {
            if (context.Items["page"] is not true)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            var path = context.Request.Path.Value ?? "/";
            var file = files.GetFileInfo(path);
            var isAsset = file.Exists && !file.IsDirectory && Types.ContainsKey(Path.GetExtension(path));
            if (!isAsset && Path.HasExtension(path))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            if (!isAsset)
                file = files.GetFileInfo("index.html");
            if (!file.Exists)
            {
                context.Response.ContentType = Types[".html"];
                await context.Response.WriteAsync(Missing);
                return;
            }

            context.Response.ContentType = Types[Path.GetExtension(file.Name)];
            context.Response.ContentLength = file.Length;
            // Assets have their content's hash in their names.
            context.Response.Headers.CacheControl = isAsset && path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
            await context.Response.SendFileAsync(file);
        });
    }
}
