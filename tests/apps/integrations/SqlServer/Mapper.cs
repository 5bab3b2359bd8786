using Dapper;

namespace SqlServer;

internal static class Mapper
{
    public static async Task Run(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        Console.WriteLine(await connection.ExecuteAsync("INSERT INTO bread VALUES (@first), (@second)", new { first = "rye", second = "wheat" }));
        foreach (var name in connection.Query<string>("SELECT name FROM bread"))
            Console.WriteLine(name);
        foreach (var name in await connection.QueryAsync<string>("SELECT name FROM bread"))
            Console.WriteLine(name);
        Console.WriteLine(await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM bread"));
    }
}
