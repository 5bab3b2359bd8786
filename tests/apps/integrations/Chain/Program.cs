using Chain;

switch (args)
{
    case ["counter", var kitchen]:
        await Counter.Run(new Uri(kitchen));
        break;
    case ["kitchen", var oven]:
        await Kitchen.Run(new Uri(oven));
        break;
    case ["oven", var broker, var database, var cache]:
        await Oven.Run(new Uri(broker), database, cache);
        break;
    default:
        return 2;
}
return 0;
