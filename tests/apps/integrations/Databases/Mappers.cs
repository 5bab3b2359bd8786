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

    public static async Task EntityFramework()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await EntityFramework(options => options.UseSqlite(connection));
    }

    public static Task EntityFramework(string connectionString) => EntityFramework(options => options.UseNpgsql(connectionString));

    private static async Task EntityFramework(Action<DbContextOptionsBuilder> configure)
    {
        await using var bakery = new Bakery(configure);
        await bakery.Database.ExecuteSqlRawAsync("CREATE TABLE \"Breads\" (\"Id\" INTEGER PRIMARY KEY, \"Name\" TEXT NOT NULL)");
        bakery.Breads.AddRange(new Bread { Id = 1, Name = "rye" }, new Bread { Id = 2, Name = "wheat" });
        bakery.SaveChanges();
        bakery.Breads.Add(new Bread { Id = 3, Name = "spelt" });
        await bakery.SaveChangesAsync();
        foreach (var bread in bakery.Breads.Where(bread => bread.Name != "wheat").OrderBy(bread => bread.Id).ToList())
            Console.WriteLine(bread.Name);
        Console.WriteLine(await bakery.Breads.CountAsync());
    }

    internal sealed class Bakery(Action<DbContextOptionsBuilder> configure) : DbContext
    {
        public DbSet<Bread> Breads => Set<Bread>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) => configure(options);

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Bread>().Property(bread => bread.Id).ValueGeneratedNever();
    }

    internal sealed class Bread
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
    }
}
