using SqlServer;

var connectionString = args[1];
switch (args[0])
{
    case "commands":
        await Commands.Run(connectionString);
        break;
    case "batch":
        await Batches.Run(connectionString);
        break;
    case "trouble":
        await Trouble.Run(connectionString);
        break;
    case "dapper":
        await Mapper.Run(connectionString);
        break;
    default:
        return 2;
}
Console.WriteLine("done");
return 0;
