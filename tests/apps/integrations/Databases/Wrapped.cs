using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Databases;

/// <summary>Commands around commands, as profilers of queries make them.</summary>
internal static class Wrapped
{
    public static async Task Run()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = new TimedCommand(new TimedCommand(connection.CreateCommand(), ""), "");
        command.CommandText = "SELECT 1";
        command.ExecuteScalar();
        command.CommandText = "SELECT 2";
        await command.ExecuteScalarAsync();
        command.CommandText = "SELECT 3";
        using (command.ExecuteReader())
        {
        }
        using var noted = new TimedCommand(connection.CreateCommand(), "/* by the oven */ ");
        noted.CommandText = "SELECT 4";
        await using (await noted.ExecuteReaderAsync())
        {
        }
        noted.CommandText = "SELECT nothing";
        try
        {
            noted.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
        }
    }

    private sealed class TimedCommand(DbCommand inner, string note) : DbCommand
    {
        private string _text = "";

        [AllowNull]
        public override string CommandText
        {
            get => _text;
            set
            {
                _text = value ?? "";
                inner.CommandText = note + _text;
            }
        }

        public override int CommandTimeout { get => inner.CommandTimeout; set => inner.CommandTimeout = value; }
        public override CommandType CommandType { get => inner.CommandType; set => inner.CommandType = value; }
        public override UpdateRowSource UpdatedRowSource { get => inner.UpdatedRowSource; set => inner.UpdatedRowSource = value; }
        public override bool DesignTimeVisible { get; set; }
        protected override DbConnection? DbConnection { get => inner.Connection; set => inner.Connection = value; }
        protected override DbParameterCollection DbParameterCollection => inner.Parameters;
        protected override DbTransaction? DbTransaction { get => inner.Transaction; set => inner.Transaction = value; }
        public override void Cancel() => inner.Cancel();
        public override void Prepare() => inner.Prepare();
        public override int ExecuteNonQuery() => inner.ExecuteNonQuery();
        public override object? ExecuteScalar() => inner.ExecuteScalar();
        protected override DbParameter CreateDbParameter() => inner.CreateParameter();
        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => inner.ExecuteReader(behavior);
        protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
            inner.ExecuteReaderAsync(behavior, cancellationToken);
    }
}
