using Microsoft.Data.Sqlite;

namespace Bakery.Tests;

/// <summary>What is in stock, in a database.</summary>
internal static class Store
{
    public static object? Ask()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 'flour'";
        return command.ExecuteScalar();
    }
}
