using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;

namespace AzureBuses;

/// <summary>Processes a hub's events one by one, and is alone in this.</summary>
internal sealed class Reporter(string broker, int count) : EventProcessor<EventProcessorPartition>(1, EventHubConsumerClient.DefaultConsumerGroupName, broker, Hub.Name, new() { LoadBalancingUpdateInterval = TimeSpan.FromMilliseconds(100) })
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    public Task All => _all.Task;

    protected override Task OnProcessingEventBatchAsync(IEnumerable<EventData> events, EventProcessorPartition partition, CancellationToken cancellationToken)
    {
        foreach (var one in events)
        {
            Console.WriteLine("processed " + one.EventBody);
            if (Interlocked.Decrement(ref _left) == 0)
                _all.SetResult();
        }
        return Task.CompletedTask;
    }

    protected override Task OnProcessingErrorAsync(Exception exception, EventProcessorPartition partition, string operationDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<IEnumerable<EventProcessorPartitionOwnership>> ClaimOwnershipAsync(IEnumerable<EventProcessorPartitionOwnership> desiredOwnership, CancellationToken cancellationToken)
    {
        foreach (var one in desiredOwnership)
            (one.LastModifiedTime, one.Version) = (DateTimeOffset.UtcNow, "1");
        return Task.FromResult(desiredOwnership);
    }

    protected override Task<IEnumerable<EventProcessorPartitionOwnership>> ListOwnershipAsync(CancellationToken cancellationToken) => Task.FromResult<IEnumerable<EventProcessorPartitionOwnership>>([]);

    protected override Task<IEnumerable<EventProcessorCheckpoint>> ListCheckpointsAsync(CancellationToken cancellationToken) => Task.FromResult<IEnumerable<EventProcessorCheckpoint>>([]);
}
