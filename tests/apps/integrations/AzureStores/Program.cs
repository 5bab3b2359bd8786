using Azure;
using Azure.Messaging;
using Azure.Messaging.EventGrid;

await Stores.Use(args[0]);

var grid = new EventGridPublisherClient(new(args[0] + "grid/api/events"), new AzureKeyCredential("key"));
await grid.SendEventAsync(new CloudEvent("/bakery", "baked", new { Kind = "rye" }));
