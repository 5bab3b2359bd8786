using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Databases;

/// <summary>Libraries above ADO.NET: each command still is one span.</summary>
internal static class Mappers
{
    public static async Task Dapper()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE bread (name TEXT)");
        Console.WriteLine(await connection.ExecuteAsync("INSERT INTO bread VALUES (@name)", new[] { new { name = "rye" } }));
        foreach (var name in await connection.QueryAsync<string>("SELECT name FROM bread"))
            Console.WriteLine(name);
        Console.WriteLine(connection.QuerySingle<int>("SELECT COUNT(*) FROM bread"));
    }

    public static void EntityFramework()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var bakery = new Bakery(connection);
        bakery.Database.EnsureCreated();
        bakery.Breads.Add(new Bread { Name = "rye" });
        bakery.SaveChanges();
        foreach (var bread in bakery.Breads.Where(bread => bread.Name != "").ToList())
            Console.WriteLine(bread.Name);
    }

    internal sealed class Bakery(SqliteConnection connection) : DbContext
    {
        public DbSet<Bread> Breads => Set<Bread>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite(connection);
    }

    internal sealed class Bread
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
    }
}
