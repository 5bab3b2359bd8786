using Bakery;
using MongoDB.Driver;

var client = new MongoClient(args[0]);
var database = client.GetDatabase("bakery");
var (shop, oven) = (new Shop(database.GetCollection<Order>("orders")), new Oven(client, database));
shop.Open();
await shop.Serve();
await oven.Bake();
await oven.Break();
