using System.Data.Common;

namespace Databases;

/// <summary>The ways to run a command that every provider has.</summary>
internal static class Commands
{
    public static void Run(DbConnection connection)
    {
        using (connection)
        {
            connection.Open();
            Command(connection, "CREATE TEMPORARY TABLE bread (name VARCHAR(20))").ExecuteNonQuery();
            Command(connection, "INSERT INTO bread VALUES ('rye'), ('wheat')").ExecuteNonQuery();
            Console.WriteLine(Command(connection, "SELECT COUNT(*) FROM bread").ExecuteScalar());
            using (var reader = Command(connection, "SELECT name FROM bread ORDER BY name").ExecuteReader())
            {
                while (reader.Read())
                    Console.WriteLine(reader.GetString(0));
            }
            try
            {
                Command(connection, "SELECT nothing FROM nowhere").ExecuteScalar();
            }
            catch (DbException e)
            {
                Console.WriteLine(e.GetType().Name);
            }
        }
    }

    public static async Task RunAsync(DbConnection connection)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await Command(connection, "CREATE TEMPORARY TABLE bread (name VARCHAR(20))").ExecuteNonQueryAsync();
            await Command(connection, "INSERT INTO bread VALUES ('rye'), ('wheat')").ExecuteNonQueryAsync();
            Console.WriteLine(await Command(connection, "SELECT COUNT(*) FROM bread").ExecuteScalarAsync());
            await using (var reader = await Command(connection, "SELECT name FROM bread ORDER BY name").ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                    Console.WriteLine(reader.GetString(0));
            }
            try
            {
                await Command(connection, "SELECT nothing FROM nowhere").ExecuteScalarAsync();
            }
            catch (DbException e)
            {
                Console.WriteLine(e.GetType().Name);
            }
        }
    }

    private static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }
}
