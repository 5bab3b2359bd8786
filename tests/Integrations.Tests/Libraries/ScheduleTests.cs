namespace DdRun.Integrations.Tests.Libraries;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("Schedule")]
    [InlineData("ScheduleOld")]
    public async Task A_run_of_Coravels_scheduler_is_a_trace_with_what_it_asks_of_LiteDB(string app) =>
        await new LibraryApp(app) { Output = "rye\nswept\n" }.IsTraced(app, ["Coravel", "LiteDb"]);
}
