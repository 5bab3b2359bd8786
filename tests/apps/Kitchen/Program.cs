using Kitchen;

return args switch
{
    ["nesting"] => await Scenarios.Nesting(),
    ["parallel"] => await Scenarios.Parallel(),
    ["exceptions"] => await Scenarios.Exceptions(),
    ["inlined"] => Scenarios.Inlined(),
    ["precompiled"] => await Scenarios.Precompiled(),
    ["generics"] => Scenarios.Generics(),
    ["runtime"] => Scenarios.Runtime(),
    ["child", .. var command] => await Scenarios.Child(command),
    ["echo", .. var words] => Scenarios.Echo(words),
    ["exit", var how] => await Exits.Take(how),
    ["environment", var name] => Scenarios.Environment(name),
    _ => throw new ArgumentException($"no scenario '{string.Join(' ', args)}'"),
};
