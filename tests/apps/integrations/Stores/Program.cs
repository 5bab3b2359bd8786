using Dapper;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider.SQLite;
using LinqToDB.Mapping;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Stores;
using ZiggyCreatures.Caching.Fusion;

if (args is ["marten", var documents])
{
    await Documents.Run(documents);
    return;
}
#if !OLD
if (args is ["distributed", var redis])
{
    await Cupboard.Run(redis);
    return;
}
#endif
if (args is ["users"])
{
    await Users.Run();
    return;
}
const string Database = "Data Source=stores;Mode=Memory;Cache=Shared";
using var connection = new SqliteConnection(Database);
connection.Open();

// Dapper.
connection.Execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT)");
connection.Execute("INSERT INTO orders (what) VALUES ('ham')");
Console.WriteLine(connection.QuerySingle<string>("SELECT what FROM orders WHERE id = 1"));

// linq2db.
using (var orders = new DataConnection(new DataOptions().UseSQLite(Database, SQLiteProvider.Microsoft)))
{
    orders.Insert(new Order { Id = 2, What = "rye" });
    Console.WriteLine(orders.GetTable<Order>().Count(order => order.What == "rye"));
}

// FusionCache: asked twice, the database once.
var cache = new FusionCache(new FusionCacheOptions());
for (var i = 0; i < 2; i++)
    Console.WriteLine(cache.GetOrSet("first", _ => connection.QuerySingle<string>("SELECT what FROM orders WHERE id = 2")));

// HybridCache likewise.
using var services = new ServiceCollection().AddLogging().AddHybridCache().Services.BuildServiceProvider();
var hybrid = services.GetRequiredService<HybridCache>();
for (var i = 0; i < 2; i++)
    Console.WriteLine(await hybrid.GetOrCreateAsync("second", _ => ValueTask.FromResult(connection.QuerySingle<string>("SELECT what FROM orders WHERE id = 1"))));

[Table("orders")]
internal sealed class Order
{
    [PrimaryKey, Column("id")]
    public int Id { get; set; }

    [Column("what")]
    public string What { get; set; } = "";
}
