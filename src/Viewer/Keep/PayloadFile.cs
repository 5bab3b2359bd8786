using Microsoft.Data.Sqlite;

namespace DdRun.Viewer.Keep;

/// <summary>A SQLite file of payloads as they came, in their order: what a later version reads out of them is not lost today.</summary>
internal sealed class PayloadFile : IDisposable
{
    /// <summary>Says that the file is ours: "ddrv".</summary>
    private const int ApplicationId = 0x64647276;

    private readonly SqliteConnection _connection;

    private PayloadFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a file to write to, which is made when it is not there.</summary>
    /// <exception cref="FormatException">It is something else's.</exception>
    public static PayloadFile Create(string path)
    {
        var file = Open(path, SqliteOpenMode.ReadWriteCreate, mayBeEmpty: true);
        file.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        file.Execute(FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}"));
        file.Execute("CREATE TABLE IF NOT EXISTS payload (id INTEGER PRIMARY KEY, received INTEGER NOT NULL, kind INTEGER NOT NULL, body BLOB NOT NULL)");
        return file;
    }

    /// <summary>Opens a file to read from.</summary>
    /// <exception cref="FormatException">It is something else's.</exception>
    public static PayloadFile Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is not there");
        return Open(path, SqliteOpenMode.ReadOnly, mayBeEmpty: false);
    }

    public void Add(IReadOnlyList<(long Received, PayloadKind Kind, byte[] Body)> payloads)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO payload (received, kind, body) VALUES ($received, $kind, $body)";
        var received = command.Parameters.Add("$received", SqliteType.Integer);
        var kind = command.Parameters.Add("$kind", SqliteType.Integer);
        var body = command.Parameters.Add("$body", SqliteType.Blob);
        foreach (var payload in payloads)
        {
            (received.Value, kind.Value, body.Value) = (payload.Received, (int)payload.Kind, payload.Body);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Hands out everything in the file, in the order in which it came, with when that was in nanoseconds since 1970.</summary>
    public void Replay(Action<PayloadKind, byte[], long> take)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT received, kind, body FROM payload ORDER BY id";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            take((PayloadKind)reader.GetInt32(1), (byte[])reader.GetValue(2), reader.GetInt64(0));
    }

    public void Dispose() => _connection.Dispose();

    private static PayloadFile Open(string path, SqliteOpenMode mode, bool mayBeEmpty)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA application_id";
            var id = (long)command.ExecuteScalar()!;
            command.CommandText = "SELECT count(*) FROM sqlite_master";
            var isEmpty = (long)command.ExecuteScalar()! == 0;
            if (id != ApplicationId && !(mayBeEmpty && isEmpty))
                throw new FormatException($"{path} is not a file that --keep has written");
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Execute(string statement)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
