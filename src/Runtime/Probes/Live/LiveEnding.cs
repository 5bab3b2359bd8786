namespace DdRun.Probes.Live;

/// <summary>A call that ends with a task.</summary>
internal class LiveEnding(LiveSite site, LiveCall? call, long started)
{
    protected LiveCall? Call => call;

    /// <summary>Throws nothing: what throws here ends the process.</summary>
    public void Complete(Task task)
    {
        try
        {
            if (task.IsCompletedSuccessfully)
                TakeResult(task);
            else if (call is not null)
                call.Fault = TaskFault.Of(task);
            LiveProbe.End(site, call, started, !task.IsCompletedSuccessfully);
        }
        catch (Exception e)
        {
            LiveProbe.Report(site, e);
        }
    }

    /// <summary>The same where there is no task.</summary>
    public void Complete(Exception? fault)
    {
        if (call is not null)
            call.Fault = fault;
        LiveProbe.End(site, call, started, fault is not null);
    }

    protected virtual void TakeResult(Task task)
    {
    }
}
