namespace DdRun.Metrics;

/// <summary>Something whose value must reach the server exactly once: told what became of the packet that carried it.</summary>
internal interface IDelivery
{
    void Delivered();

    void Failed();
}
