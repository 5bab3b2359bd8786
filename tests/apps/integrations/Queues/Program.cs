using IBM.WMQ;

var orders = new MQDestination("queue://ORDERS");
orders.Put(new MQMessage { Text = "ham" }, new MQPutMessageOptions());
var message = new MQMessage();
orders.Get(message, new MQGetMessageOptions(), 1024);
Console.WriteLine(message.Text);
foreach (var queue in new[] { orders, new MQDestination("LOCKED") })
{
    try
    {
        queue.Get(message, new MQGetMessageOptions(), 1024);
    }
    catch (MQException e)
    {
        Console.WriteLine(e.Message);
    }
}
