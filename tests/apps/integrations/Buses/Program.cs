using Buses;

switch (args)
{
    case ["mqtt"]:
        await Mqtt.Run();
        break;
    case ["rebus"]:
        await InMemory.Run();
        break;
    case ["rebus", var table]:
        await InMemory.Run(table);
        break;
    case ["cap", var database]:
        await Outbox.Run(database);
        break;
    default:
        return 2;
}
return 0;
