using System.Data.Common;
using System.Globalization;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>What a connection string says about the database: never the password, which is not even looked at.</summary>
/// <param name="Database">The <c>db.name</c> tag.</param>
/// <param name="User">The <c>db.user</c> tag.</param>
/// <param name="Host">The <c>out.host</c> tag.</param>
/// <param name="Port">The <c>network.destination.port</c> tag; 0 when the string names none.</param>
internal sealed record DbConnectionTags(string? Database, string? User, string? Host, int Port)
{
    private static readonly string[] s_database = ["Database", "Initial Catalog", "InitialCatalog"];
    private static readonly string[] s_user = ["User ID", "UserID", "Username", "User Name", "UID", "User"];
    private static readonly string[] s_host = ["Host", "Server", "Data Source", "DataSource", "Address", "Addr", "Network Address"];

    public static DbConnectionTags Unknown { get; } = new(null, null, null, 0);

    internal static DbConnectionTags Parse(string connectionString)
    {
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            // Providers may have a syntax of their own.
            return Unknown;
        }
        var database = First(builder, s_database);
        var host = First(builder, s_host);
        var user = First(builder, s_user);
        var port = int.TryParse(First(builder, "Port"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        // SQLite's only address is a file, which its builder calls data source; it is the database and no host.
        return database is null && user is null && port == 0 && IsFile(host) ? new(host, null, null, 0) : new(database, user, host, port);
    }

    private static bool IsFile(string? source) =>
        source is not null
        && (source.Contains('/', StringComparison.Ordinal) || source.StartsWith(':') || source.StartsWith("file:", StringComparison.Ordinal)
            || Path.GetExtension(source) is ".db" or ".sqlite" or ".sqlite3" or ".db3");

    private static string? First(DbConnectionStringBuilder builder, params string[] keys)
    {
        foreach (var key in keys)
        {
            if (builder.TryGetValue(key, out var value) && value is string { Length: > 0 } text)
                return text;
        }
        return null;
    }
}
