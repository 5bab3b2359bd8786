using Microsoft.EntityFrameworkCore;

await using var bakery = new Bakery(args[1]);
bakery.Breads.Add(new Bread { Name = "rye" });
Console.WriteLine(await bakery.SaveChangesAsync());
foreach (var name in bakery.Breads.Select(bread => bread.Name).ToList())
    Console.WriteLine(name);
foreach (var name in await bakery.Breads.Select(bread => bread.Name).ToListAsync())
    Console.WriteLine(name);
Console.WriteLine(await bakery.Database.ExecuteSqlRawAsync("DELETE FROM Breads"));
Console.WriteLine("done");

internal sealed class Bakery(string connectionString) : DbContext
{
    public DbSet<Bread> Breads => Set<Bread>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlServer(connectionString);
}

internal sealed class Bread
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
}
