using AzureBuses;

switch (args)
{
    case ["absent"]:
        await Absent.Run(show: false);
        break;
    case ["absent", "context"]:
        await Absent.Run(show: true);
        break;
    case ["bus", var broker]:
        await Bus.Send(broker);
        await Bus.Receive(broker);
        break;
    case ["bus", var broker, "send"]:
        await Bus.Send(broker);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        break;
    case ["bus", var broker, "receive"]:
        await Bus.Receive(broker);
        break;
    case ["bus", var broker, "headers"]:
        await Bus.Send(broker);
        await Bus.Show(broker);
        break;
    case ["hub", var broker, "headers"]:
        await Hub.Send(broker);
        await Hub.Show(broker);
        break;
    case ["hub", var broker]:
        await Hub.Send(broker);
        await Hub.Read(broker);
        await Hub.Process(broker);
        break;
    case ["hub", var broker, "send"]:
        await Hub.Send(broker);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        break;
    case ["hub", var broker, "receive"]:
        await Hub.Process(broker);
        break;
    default:
        return 2;
}
return 0;
