using Buses;

switch (args)
{
    case ["mqtt", "receive"]:
        await Mqtt.Receive();
        break;
    case ["mqtt", "send", var port]:
        await Mqtt.Send(int.Parse(port));
        break;
    case ["rebus", "receive", var table]:
        await InMemory.Receive(table);
        break;
    case ["rebus", "send", var table]:
        await InMemory.Send(table);
        break;
    case ["cap", "receive", var database]:
        await Outbox.Receive(database);
        break;
    case ["cap", "send", var database, var port]:
        await Outbox.Send(database, int.Parse(port));
        break;
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
