using Grpc.Core;

namespace Chain;

/// <summary>Takes orders in, and answers before they are baked.</summary>
internal sealed class BakerService(OrderQueue queue) : Baker.BakerBase
{
    public override async Task<Answer> Bake(Order request, ServerCallContext context)
    {
        await queue.Add(request.Id);
        return new() { Text = "soon" };
    }
}
