using Shelf;

switch (args)
{
    case ["retries"]:
        await Oven.Run();
        break;
    case ["cache"]:
        await Larder.Run();
        break;
    case ["index"]:
        RecipeIndex.Run();
        break;
    case ["redis", var server]:
        await Counters.Run(server);
        break;
    case ["csredis", var server]:
        await Tallies.Run(server);
        break;
    case ["clickhouse", var server]:
        await Columns.Run(server);
        break;
    case ["cosmos", var server]:
        await Documents.Run(server);
        break;
    case ["firebird", var server]:
        await Tables.Run(server);
        break;
    default:
        return 2;
}
return 0;
