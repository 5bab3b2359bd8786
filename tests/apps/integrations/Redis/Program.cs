using StackExchange.Redis;

using var connection = await ConnectionMultiplexer.ConnectAsync(args[0]);
var database = connection.GetDatabase();

Console.WriteLine(database.StringSet("bread:secret", "rye"));
Console.WriteLine(await database.StringGetAsync("bread:secret"));

var batch = database.CreateBatch();
var pushes = Enumerable.Range(0, 3).Select(i => batch.ListRightPushAsync("orders", i)).ToArray();
batch.Execute();
await Task.WhenAll(pushes);

var transaction = database.CreateTransaction();
var increment = transaction.StringIncrementAsync("count");
Console.WriteLine(await transaction.ExecuteAsync());
Console.WriteLine(await increment);

Console.WriteLine(await database.ListLengthAsync("orders", CommandFlags.DemandMaster));
database.StringAppend("bread:secret", " and wheat", CommandFlags.FireAndForget);
Console.WriteLine(database.Execute("STRLEN", "bread:secret"));
Console.WriteLine(connection.GetServer(connection.GetEndPoints()[0]).Keys(pattern: "bread:*").Count());

Console.WriteLine(database.ScriptEvaluate("return redis.call('LLEN', KEYS[1])", ["orders"]));

try
{
    database.ListLeftPop("bread:secret");
}
catch (RedisServerException e)
{
    Console.WriteLine(e.GetType().Name);
}

var received = new TaskCompletionSource<string>();
var subscriber = connection.GetSubscriber();
await subscriber.SubscribeAsync("news", (_, message) => received.TrySetResult(message!));
await subscriber.PublishAsync("news", "fresh");
Console.WriteLine(await received.Task);
