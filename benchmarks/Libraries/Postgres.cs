using Npgsql;

namespace DdRun.Benchmarks.Libraries;

/// <summary>As many connections as the machine has processors, each with one command after the other.</summary>
internal static class Postgres
{
    private const int Commands = 100;

    public static async Task Run(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await Client.Measure(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Ask(source)));
            return Commands * Environment.ProcessorCount;
        });
    }

    private static async Task Ask(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        for (var i = 0; i < Commands; i++)
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync();
        }
    }
}
