using ClickHouse.Driver;
using ClickHouse.Driver.ADO;

namespace Shelf;

/// <summary>ClickHouse, through ADO.NET and through its own client.</summary>
internal static class Columns
{
    public static async Task Run(string server)
    {
        var url = new Uri(server);
        var settings = $"Host={url.Host};Port={url.Port};Protocol=http;Database=bakery;Compression=false";
        await using var connection = new ClickHouseConnection(settings);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT what FROM orders";
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                Console.WriteLine(reader.GetString(0));
        }
        using (var raw = await command.ExecuteRawResultAsync(default))
            Console.WriteLine((await raw.ReadAsByteArrayAsync()).Length > 0);
        command.CommandText = "SELECT nothing";
        try
        {
            await command.ExecuteScalarAsync();
        }
        catch (ClickHouse.Driver.ClickHouseServerException e)
        {
            Console.WriteLine(e.ErrorCode);
        }
        using var client = new ClickHouseClient(settings);
        Console.WriteLine(await client.ExecuteScalarAsync("SELECT what FROM orders"));
    }
}
