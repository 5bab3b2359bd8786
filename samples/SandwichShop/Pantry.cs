using Dapper;
using Microsoft.Data.Sqlite;

namespace SandwichShop;

public sealed class Pantry(string connectionString)
{
    public async Task FillAsync()
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.ExecuteAsync("CREATE TABLE ingredient (kind TEXT, name TEXT)");
        await connection.ExecuteAsync(
            "INSERT INTO ingredient VALUES (@kind, @name)",
            new[]
            {
                new { kind = "blt", name = "bacon" }, new { kind = "blt", name = "lettuce" }, new { kind = "blt", name = "tomato" },
                new { kind = "cheese", name = "gouda" }, new { kind = "cheese", name = "pickle" },
            });
    }

    public async Task<IReadOnlyList<string>> GetIngredientsAsync(string kind)
    {
        await using var connection = new SqliteConnection(connectionString);
        var names = await connection.QueryAsync<string>("SELECT name FROM ingredient WHERE kind = @kind", new { kind });
        return [.. names];
    }
}
