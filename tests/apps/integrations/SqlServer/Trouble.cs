namespace SqlServer;

internal static class Trouble
{
    public static async Task Run(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var slow = new SqlCommand("WAITFOR DELAY '0:10'", connection) { CommandTimeout = 1 })
        {
            await Report(() => Task.FromResult(slow.ExecuteNonQuery()));
            await Report(() => slow.ExecuteNonQueryAsync());
        }
        await using (var endless = new SqlCommand("WAITFOR DELAY '0:11'", connection) { CommandTimeout = 0 })
        {
            using var cancellation = new CancellationTokenSource();
            var running = endless.ExecuteReaderAsync(cancellation.Token);
            await cancellation.CancelAsync();
            await Report(() => running);
        }
        // It goes on to be of use.
        await using (var number = new SqlCommand("SELECT 1", connection))
            Console.WriteLine(await number.ExecuteScalarAsync());
    }

    private static async Task Report(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception e)
        {
            Console.WriteLine(e.GetType().Name);
        }
    }
}
