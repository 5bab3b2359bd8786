using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddQuartz(quartz =>
{
    quartz.ScheduleJob<Bake>(trigger => trigger.WithIdentity("now", "night").StartNow(), job => job.WithIdentity("bake", "night"));
    quartz.ScheduleJob<Burn>(trigger => trigger.WithIdentity("later", "night").StartNow(), job => job.WithIdentity("burn", "night"));
});
builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
using var host = builder.Build();
await host.StartAsync();
await Task.WhenAll(Bake.Done.Task, Burn.Done.Task);
await host.StopAsync();
