using Microsoft.AspNetCore.SignalR;

namespace Web;

public class Counter : Hub
{
    public int Add(int a, int b) => a + b;
}
