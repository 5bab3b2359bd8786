using System.ServiceModel;
using SoapTcp;

using var server = BakeryServer.Start();
var factory = new ChannelFactory<IBakery>(new NetTcpBinding(SecurityMode.None), new EndpointAddress($"net.tcp://127.0.0.1:{server.Port}/bakery"));
var bakery = factory.CreateChannel();
Console.WriteLine(bakery.Bake("ham"));
Console.WriteLine(await bakery.OrderAsync("rye"));
try
{
    await bakery.OrderAsync("glue");
}
catch (FaultException e)
{
    Console.WriteLine(e.Message);
}
bakery.Clean("oven");
await bakery.SweepAsync("floor");
((IClientChannel)bakery).Close();
factory.Close();
Console.WriteLine(server.Received + " messages");
