using System.Collections.Concurrent;
using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>How the spans of one ADO.NET provider are called; recognised by the name of its command or batch type.</summary>
/// <param name="DbType">The <c>db.type</c> tag; also the first part of the span's name.</param>
/// <param name="Component">The <c>component</c> tag.</param>
internal sealed record DbProvider(string DbType, string Component)
{
    /// <summary>The component of commands that only their type's name tells something about.</summary>
    public const string Unknown = "AdoNet";

    private static readonly ConcurrentDictionary<Type, DbProvider?> s_byType = new();

    public string SpanName { get; } = DbType + ".query";

    public DbSpanTags Tags { get; } = new(Component, DbType);

    public IntegrationService Service { get; } = new(DbType);

    /// <summary>The provider of a command or batch, or <c>null</c> for one that only wraps another, which has a span itself, or is switched off.</summary>
    public static DbProvider? Of(Type type) => s_byType.TryGetValue(type, out var provider) ? provider : s_byType[type] = Recognise(type);

    private static DbProvider? Recognise(Type command) =>
        Known(command) is { } provider && Integration.IsOn(Settings.Current, "AdoNet") && Integration.IsOn(Settings.Current, provider.Component) ? provider : null;

    private static DbProvider? Known(Type command)
    {
        for (var type = command; type?.FullName is { } name; type = type.BaseType)
        {
            switch (name)
            {
                case "Npgsql.NpgsqlCommand" or "Npgsql.NpgsqlBatch":
                    return new("postgres", "Npgsql");
                case "MySql.Data.MySqlClient.MySqlCommand" or "MySqlConnector.MySqlCommand" or "MySqlConnector.MySqlBatch":
                    return new("mysql", "MySql");
                case "Microsoft.Data.Sqlite.SqliteCommand" or "System.Data.SQLite.SQLiteCommand":
                    return new("sqlite", "Sqlite");
                case "Microsoft.Data.SqlClient.SqlCommand" or "Microsoft.Data.SqlClient.SqlBatch" or "System.Data.SqlClient.SqlCommand":
                    return new("sql-server", "SqlClient");
                case "Oracle.ManagedDataAccess.Client.OracleCommand" or "Oracle.DataAccess.Client.OracleCommand":
                    return new("oracle", "Oracle");
                case "StackExchange.Profiling.Data.ProfiledDbCommand" or "Dapper.ProfiledDbCommand":
                case "System.Data.Common.DbDataSource+DbCommandWrapper" or "System.Data.Common.DbDataSource+DbBatchWrapper":
                    return null;
            }
            if (name.EndsWith(".InterceptableDbCommand", StringComparison.Ordinal))
                return null;
        }
        return new(Prefix(command), Unknown);
    }

    // Vendor.FooCommand → foo; a type that is just called Command is named by its namespace.
    private static string Prefix(Type command)
    {
        var name = command.Name;
        foreach (var suffix in (ReadOnlySpan<string>)["Command", "Batch"])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                name = name[..^suffix.Length];
        }
        if (name.Length == 0)
            name = command.Namespace is { Length: > 0 } space ? space[(space.LastIndexOf('.') + 1)..] : "db";
        return name.ToLowerInvariant();
    }
}
