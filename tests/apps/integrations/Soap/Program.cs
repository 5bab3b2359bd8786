using System.ServiceModel;

var factory = new ChannelFactory<IBakery>(new BasicHttpBinding(), new EndpointAddress(args[0] + "bakery"));
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
factory.Close();

[ServiceContract(Namespace = "http://bakery")]
public interface IBakery
{
    [OperationContract]
    string Bake(string what);

    [OperationContract]
    Task<string> OrderAsync(string what);

    [OperationContract(IsOneWay = true)]
    void Clean(string what);
}
