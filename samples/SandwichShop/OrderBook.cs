using Dapper;
using Microsoft.Data.Sqlite;

namespace SandwichShop;

public sealed class OrderBook(string connectionString)
{
    public async Task OpenAsync()
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.ExecuteAsync("CREATE TABLE sandwich (id INTEGER PRIMARY KEY, kind TEXT, layers INTEGER)");
    }

    public async Task<long> StoreAsync(Sandwich sandwich)
    {
        await using var connection = new SqliteConnection(connectionString);
        return await connection.ExecuteScalarAsync<long>(
            "INSERT INTO sandwich (kind, layers) VALUES (@Kind, @Layers) RETURNING id",
            new { sandwich.Kind, Layers = sandwich.Layers.Count });
    }

    public async Task<IReadOnlyList<Order>> AllAsync()
    {
        await using var connection = new SqliteConnection(connectionString);
        return [.. await connection.QueryAsync<Order>("SELECT id AS Id, kind AS Kind, layers AS Layers FROM sandwich ORDER BY id")];
    }
}
