using Npgsql;

namespace Databases;

internal static class Trouble
{
    public static async Task Run(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var slow = new NpgsqlCommand("SELECT pg_sleep(600)", connection) { CommandTimeout = 1 })
            await Report(slow.ExecuteNonQueryAsync);
        await using (var endless = new NpgsqlCommand("SELECT pg_sleep(601)", connection))
        {
            using var cancellation = new CancellationTokenSource();
            var running = endless.ExecuteNonQueryAsync(cancellation.Token);
            await cancellation.CancelAsync();
            await Report(_ => running);
        }
    }

    private static async Task Report(Func<CancellationToken, Task<int>> run)
    {
        try
        {
            await run(default);
        }
        catch (Exception e)
        {
            Console.WriteLine(e.GetType().Name);
        }
    }
}
