using Grpc.Core;

var order = Make(MethodType.Unary, "Order");
var stack = Make(MethodType.ClientStreaming, "Stack");
var menu = Make(MethodType.ServerStreaming, "Menu");
var talk = Make(MethodType.DuplexStreaming, "Talk");
var server = new Server
{
    Services =
    {
        ServerServiceDefinition.CreateBuilder()
            .AddMethod(order, (request, _) => request == "glue" ? throw new RpcException(new Status(StatusCode.NotFound, "we sell no glue")) : Task.FromResult("one " + request))
            .AddMethod(stack, async (IAsyncStreamReader<string> requests, ServerCallContext _) =>
            {
                var count = 0;
                while (await requests.MoveNext())
                    count++;
                return count + " slices";
            })
            .AddMethod(menu, async (string _, IServerStreamWriter<string> answers, ServerCallContext _) =>
            {
                await answers.WriteAsync("ham");
                await answers.WriteAsync("rye");
            })
            .AddMethod(talk, async (IAsyncStreamReader<string> requests, IServerStreamWriter<string> answers, ServerCallContext _) =>
            {
                while (await requests.MoveNext())
                    await answers.WriteAsync(requests.Current + "?");
            })
            .Build(),
    },
    Ports = { new ServerPort("127.0.0.1", 0, ServerCredentials.Insecure) },
};
server.Start();
var channel = new Channel("127.0.0.1", server.Ports.Single().BoundPort, ChannelCredentials.Insecure);
var invoker = new DefaultCallInvoker(channel);

// One object for several calls.
var own = new Metadata { { "own", "value" } };
Console.WriteLine(invoker.BlockingUnaryCall(order, null, new CallOptions(own), "ham"));
Console.WriteLine(await invoker.AsyncUnaryCall(order, null, new CallOptions(own), "rye"));
try
{
    await invoker.AsyncUnaryCall(order, null, new CallOptions(), "glue");
}
catch (RpcException e)
{
    Console.WriteLine(e.Status.Detail);
}
using (var call = invoker.AsyncClientStreamingCall(stack, null, new CallOptions(own)))
{
    await call.RequestStream.WriteAsync("ham");
    await call.RequestStream.WriteAsync("rye");
    await call.RequestStream.CompleteAsync();
    Console.WriteLine(await call);
}
using (var call = invoker.AsyncServerStreamingCall(menu, null, new CallOptions(own), ""))
{
    while (await call.ResponseStream.MoveNext())
        Console.WriteLine(call.ResponseStream.Current);
}
using (var call = invoker.AsyncDuplexStreamingCall(talk, null, new CallOptions(own)))
{
    await call.RequestStream.WriteAsync("ham");
    await call.RequestStream.CompleteAsync();
    while (await call.ResponseStream.MoveNext())
        Console.WriteLine(call.ResponseStream.Current);
}
Console.WriteLine(own.Count);
await channel.ShutdownAsync();
await server.ShutdownAsync();

static Method<string, string> Make(MethodType type, string name) => new(type, "sandwich.v1.Shop", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
