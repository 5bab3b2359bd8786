using System.ServiceModel;

namespace SoapTcp;

[ServiceContract(Namespace = "http://bakery")]
public interface IBakery
{
    [OperationContract]
    string Bake(string what);

    [OperationContract]
    Task<string> OrderAsync(string what);

    [OperationContract(IsOneWay = true)]
    void Clean(string what);

    [OperationContract(IsOneWay = true)]
    Task SweepAsync(string what);
}
